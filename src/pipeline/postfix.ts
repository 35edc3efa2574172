import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { PostfixVersion, Service } from "../postfix/config.ts";
import { type PostfixDirectory, readPostfixDirectory } from "../postfix/read/directory.ts";
import { type PostfixFiles, postfixFiles, withMainCf } from "../postfix/read/files.ts";
import type { Outside } from "../postfix/resolve/environment.ts";
import { createResolver, type Resolver } from "../postfix/resolve/resolver.ts";
import { createDecider, type Decider } from "../postfix/restrictions/decide.ts";
import { accountsOf } from "../sendmail/accounts.ts";
import { readAnswers } from "../sendmail/answers.ts";
import { assumedDns, readDnsAnswers } from "../sendmail/dns.ts";
import { machineFacts } from "../sendmail/machine-facts.ts";
import { type LocatedPostfix, locatePostfix } from "../source/locate-postfix.ts";
import { openSite, readWholeFile, type Site, withUsers } from "../source/site.ts";
import type { SourceFile } from "../source/source-file.ts";
import { answeredNeeds, unansweredServices } from "./postfix-answers.ts";
import { postfixDns } from "./postfix-dns.ts";

export interface PostfixFlags {
  /** The directory that stands for `/` for every path outside of the Postfix directory. */
  readonly root?: string | undefined;
  /** `hostname`; `networks` and `addresses` where they differ from loopback. */
  readonly facts?: ReadonlyMap<string, string>;
  /** The values of the `--dns` and `--answers` files. */
  readonly dns?: unknown;
  readonly answers?: unknown;
  /** 3.7 when absent. */
  readonly version?: PostfixVersion;
  /** Local users besides those of etc/passwd. */
  readonly users?: readonly string[];
}

/** A Postfix directory, read, with its tables opened as they are asked for. */
export interface LoadedPostfix {
  readonly ok: true;
  readonly located: LocatedPostfix;
  readonly config: PostfixDirectory;
  readonly resolver: Resolver;
  /** What smtpd(8) would answer: as one service of master.cf with its `-o` options, or by main.cf alone. */
  decider(service?: Service): Decider;
  /** What was wrong with the text of main.cf and master.cf. Tables say theirs when they are opened. */
  readonly diagnostics: readonly Diagnostic[];
  /** Sentences about the answer files, and about what had to be assumed. */
  readonly remarks: readonly string[];
}

/** A configuration that need not lie in a directory. */
export type OpenedPostfix = Omit<LoadedPostfix, "located">;

export type PostfixLoading = LoadedPostfix | { readonly ok: false; readonly path: string; readonly reason: string };

/**
 * Reads a POSTFIX_DIR (design.md section 4): a directory with a main.cf, the root of a site with etc/postfix, or a lone
 * file that stands for main.cf. Nothing that the files can hold makes it throw.
 */
export function loadPostfix(path: string, flags: PostfixFlags = {}): PostfixLoading {
  const located = locatePostfix(path, flags.root);
  if (!located) return { ok: false, path, reason: "no such directory with a main.cf" };
  const main = located.mainFile === undefined ? undefined : readWholeFile(located.mainFile, path);
  if (main && !main.ok) return { ok: false, path, reason: main.failure.reason };
  return open(located, main?.file, flags);
}

function open(located: LocatedPostfix, main: SourceFile | undefined, flags: PostfixFlags): LoadedPostfix {
  const root = withUsers(openSite(located.root), flags.users ?? []);
  const below = postfixFiles(openSite(located.directory), root);
  const loaded = { ...openPostfix(main ? withMainCf(below, main) : below, root, flags), located };
  const elsewhere = "files outside of the directory are read from this machine (--root DIR)";
  return located.readsThisMachine ? { ...loaded, remarks: [...loaded.remarks, elsewhere] } : loaded;
}

/** A configuration whose files are at hand, wherever they lie; accounts are those of `root`. */
export function openPostfix(files: PostfixFiles, root: Site, flags: PostfixFlags = {}): OpenedPostfix {
  const machine = machineFacts(flags.facts ?? new Map(), root);
  const networks = flags.facts?.get("networks");
  const addresses = flags.facts?.get("addresses")?.split(/[\s,]+/);
  const config = readPostfixDirectory(files, {
    version: flags.version ?? "3.7",
    host: { hostname: machine.hostname, ...(networks ? { networks } : {}), ...(addresses ? { addresses } : {}) },
  });
  const answers = readAnswers(flags.answers);
  const dns = flags.dns === undefined ? undefined : readDnsAnswers(flags.dns);
  const users = postfixAccounts(root);
  const outside: Outside = {
    answers: Object.fromEntries([...answers.answers].map(([name, rows]) => [name, Object.fromEntries(rows)])),
    accounts: users.ask,
  };
  const resolver = createResolver(config, outside);
  const needs = { dns: postfixDns(dns?.dns ?? assumedDns()), ...answeredNeeds(answers.answers, config.settings) };
  const values = [...config.main.map(({ value }) => value), ...config.services.flatMap(optionValues)];
  const silent = unansweredServices(values, answers.answers);
  return {
    ok: true,
    config,
    resolver,
    decider: (service) => createDecider(resolver, needs, service),
    diagnostics: config.diagnostics,
    remarks: [
      ...(dns?.problems ?? []),
      ...answers.problems,
      ...(machine.hostnameAssumed && !config.main.some((entry) => entry.name === "myhostname")
        ? [`no host name is known; ${machine.hostname} is assumed (--fact hostname=NAME)`]
        : []),
      ...silent.map((name) => `the policy service ${name} is not asked: it says DUNNO (--answers FILE)`),
      ...(users.assumed ? ["no etc/passwd is there; every name is taken for a local user"] : []),
    ],
  };
}

function optionValues({ options }: Service): readonly string[] {
  return options.map(([, value]) => value);
}

export interface Users {
  readonly ask: NonNullable<Outside["accounts"]>;
  readonly assumed: boolean;
}

/** Local users of the root's etc/passwd; without one every name is a user, as in traces of a sendmail configuration. */
export function postfixAccounts(root: Site): Users {
  const users = accountsOf(root);
  const groups = new Map<string, string>();
  for (const { text } of root.lines("/etc/group")) groups.set(text.slice(0, text.indexOf(":")), text);
  return {
    assumed: users.assumed,
    ask: (database, name) => {
      if (database === "group") return groups.get(name);
      const user = users.user(name);
      return user && `${user.name}:x:${user.uid}:${user.gid}:${user.fullName}:${user.home}:${user.shell}`;
    },
  };
}
