/**
 * engine — the door of this room: a configuration's rulesets, ready to be asked
 *
 * Compile once, ask often: questions share tables, tokens and maps, and nothing else. `resolve` says where a recipient
 * goes, `rewrite` how an address looks to a mailer, `check` and `decide` what a client may do, `run` any rulesets,
 * `testMode` what `sendmail -bt` would print.
 */
import type { Site } from "../../source/site.ts";
import { accountsOf } from "../accounts.ts";
import { type Answers, noAnswers } from "../answers.ts";
import type { SendmailConfig } from "../config.ts";
import { assumedDns, type Dns } from "../dns.ts";
import { mailerNamed, parseAddress } from "./address.ts";
import { aliasLookup } from "./aliases.ts";
import type { Decision } from "./check.ts";
import { type Compiled, type CompileInput, type CompileProblem, compile, searchDomainOf } from "./compile.ts";
import { headerDelimiter, rewriteHeader } from "./header-addresses.ts";
import { checkHeader, type HeaderLineParts } from "./headers.ts";
import { type CheckQuestion, checkHook, decide, type SmtpDecision, type SmtpQuestion } from "./hooks.ts";
import { type LiveRules, liveRules } from "./live-rules.ts";
import { newBindings } from "./match.ts";
import type { TestObserver } from "./observe.ts";
import type { OptionValues } from "./options.ts";
import type { Program } from "./program.ts";
import { forgetHappenings, newRecall, type Recall, readsOf } from "./recall.ts";
import { type Leaf, leavesOf, type RecipientSources } from "./recipients.ts";
import { remoteName } from "./remote-name.ts";
import { runRuleset } from "./rewrite.ts";
import { rulesetNumber } from "./ruleset-names.ts";
import { fromDomainOf } from "./sender-domain.ts";
import { type Message, messageLine, newSession, type Question, type Session, STATUS, setMacro } from "./session.ts";
import { briefTrace, type Step, stepTrace } from "./steps.ts";
import { submitted } from "./submitted.ts";
import type { SpareTapes } from "./tape.ts";
import { type TestMode, testMode } from "./test-mode.ts";
import { tokenizeBy } from "./tokenize.ts";

export type { RuleTest, TestObserver } from "./observe.ts";

/** What the engine cannot read from the site's files. */
export interface EngineAnswers {
  readonly dns?: Dns;
  readonly answers?: Answers;
}

export interface AskOptions {
  /** Record what happened, step by step. */
  readonly steps?: boolean | "rules-and-maps";
  /** Run-time macros by name without braces: `client_addr`, `f` ... */
  readonly macros?: Readonly<Record<string, string>>;
  /** Is told of every test that a rule makes of the address, and of every rule that fires. */
  readonly observer?: TestObserver;
}

export interface AddressError {
  readonly code: string;
  readonly enhanced: string | undefined;
  readonly text: string;
}

export interface Resolution {
  /** As `/parse` prints the triple; `*error*` for an error, undefined where there is no address at all. */
  readonly mailer: string | undefined;
  readonly host: string | undefined;
  readonly user: string | undefined;
  readonly leaves: readonly Leaf[];
  readonly error: AddressError | undefined;
  /** A map or the name service could not be asked: sendmail would queue the message. */
  readonly waits: boolean;
  /** Everything that was said, the refusals of aliases and ruleset 5 included. */
  readonly messages: readonly Message[];
  readonly steps: readonly Step[] | undefined;
}

export type RewriteRole = "recipient" | "envelope-sender" | "header-sender" | "header-recipient";

/** `rewrite` of a header role takes a whole header: its addresses come back with `, ` between them. */
export interface RewriteOptions extends AskOptions {
  readonly as: RewriteRole;
  readonly mailer: string;
  /** Sender of the message: completes header addresses where the sender's mailer has F=C. */
  readonly from?: string;
}

export interface Rewritten {
  /** Undefined for an unknown mailer. */
  readonly text: string | undefined;
  readonly status: number;
  readonly messages: readonly Message[];
  readonly steps: readonly Step[] | undefined;
}

export interface Run {
  readonly workspace: readonly string[];
  readonly status: number;
  readonly messages: readonly Message[];
  readonly steps: readonly Step[] | undefined;
}

export interface RulesetEngine {
  readonly program: Program;
  /** What sendmail would complain about while reading the configuration. */
  readonly problems: readonly CompileProblem[];
  readonly sources: RecipientSources;
  resolve(address: string, options?: AskOptions): Resolution;
  rewrite(address: string, options: RewriteOptions): Rewritten;
  run(rulesets: readonly string[], text: string, options?: AskOptions): Run;
  check(question: CheckQuestion, options?: AskOptions): Decision;
  decide(question: SmtpQuestion, options?: AskOptions): SmtpDecision;
  /** What the ruleset of an H line says of a header of a message. */
  checkHeader(header: HeaderLineParts, options?: AskOptions): Decision;
  testMode(): TestMode;
  /**
   * Tells that maps or the name service answer otherwise from now on, as they did whenever the same `answers` were
   * named before. Where that is not told, they always answer the same.
   */
  changeWorld(answers: unknown): void;
  /**
   * What the last question depended on: by code, the macros that it read before it set them, with their values, and
   * name and key, one behind the other, of what it asked maps; and the Rule.id of each rule that it fired. Not told of
   * a question with steps or an observer, nor (what it asked) before changeWorld.
   */
  lastRun(): {
    macros(): ReadonlyMap<number, string | undefined>;
    readonly asked: readonly string[];
    readonly fired: readonly number[];
  };
  /**
   * From now on `listener` is told of every question to a map or to the aliases; nobody is when it is undefined. Runs
   * that are recalled ask nothing.
   */
  hear(listener: ((question: Question) => void) | undefined): void;
  /** Rules that can run at all. */
  live(): LiveRules;
  /** How often each rule has fired, by Rule.id, since the engine was made. */
  readonly fired: Uint32Array;
}

/** Compiles a configuration that has been read; files that it names are looked up in the site. */
export function compileRulesets(config: SendmailConfig, site: Site, around: EngineAnswers = {}): RulesetEngine {
  const classes = new Map<string, readonly string[]>();
  for (const [name, symbol] of config.classes)
    classes.set(
      name,
      symbol.members.map((member) => member.text),
    );
  const { source } = config.file;
  const { hostname, other } = config.facts;
  const machine = { hostname, nodename: other.get("nodename"), version: other.get("version") };
  return engineOf({ text: source.text, path: source.path, ...machine, classes }, site, around);
}

export type ConfigurationText = Omit<CompileInput, "around">;

/** The same for a configuration's text alone. */
export function engineOf(configuration: ConfigurationText, site: Site, around: EngineAnswers = {}): RulesetEngine {
  const accounts = accountsOf(site);
  const compiledFor = (mode: "d" | "t"): Compiled =>
    compile({
      ...configuration,
      mode,
      around: {
        site,
        dns: around.dns ?? assumedDns(searchDomainOf(configuration.hostname)),
        answers: around.answers ?? noAnswers,
        localUser: accounts.user,
      },
    });
  const { program, problems, options } = compiledFor("d");
  const sources: RecipientSources = { aliases: aliasLookup(program, options), accounts, options, files: new Map() };
  const fired = new Uint32Array(program.ruleCount);
  const bindings = newBindings();
  const spare: SpareTapes = [];
  const macros: Session["macros"] = new Map();
  let recall: Recall | undefined;
  let world = 0;
  let heard: Session["heard"];
  const worlds = new Map<unknown, number>();
  const begin = (asked: AskOptions, messages: Message[]): Begun => {
    const steps: Step[] | undefined = asked.steps ? [] : undefined;
    macros.clear();
    const isSeen = asked.steps !== undefined || asked.observer !== undefined;
    if (!isSeen) {
      recall ??= newRecall();
      recall.world = world;
    }
    const session = newSession(program, {
      say: (message) => {
        messages.push(message);
        steps?.push({ step: "message", text: messageLine(message) });
      },
      trace: steps && (asked.steps === true ? stepTrace(program, steps) : briefTrace(steps)),
      observer: asked.observer,
      fired,
      bindings,
      spare,
      macros,
      recall: isSeen ? undefined : recall,
      heard,
    });
    if (asked.macros) for (const [name, value] of Object.entries(asked.macros)) setMacro(session, name, value);
    if (recall) forgetHappenings(recall);
    return { session, steps };
  };
  return {
    program,
    problems,
    sources,
    fired,
    resolve: (address, asked = {}) => {
      const messages: Message[] = [];
      return resolved(handedOver(begin(asked, messages), asked), sources, address, messages);
    },
    rewrite: (address, asked) => {
      const messages: Message[] = [];
      return rewritten(handedOver(begin(asked, messages), asked), options, address, asked, messages);
    },
    run: (rulesets, text, asked = {}) => {
      const messages: Message[] = [];
      return runAll(begin(asked, messages), rulesets, text, messages);
    },
    check: (question, asked = {}) => {
      const messages: Message[] = [];
      return checkHook(begin(asked, messages).session, question, messages);
    },
    decide: (question, asked = {}) => {
      const messages: Message[] = [];
      return decide(begin(asked, messages).session, sources, question, messages);
    },
    checkHeader: (header, asked = {}) => {
      const messages: Message[] = [];
      return checkHeader(begin(asked, messages).session, header, messages);
    },
    testMode: () => {
      // The mode is put into rules when the file is read.
      const asked = configuration.text.includes("opMode") ? compiledFor("t") : { program, options };
      return testMode(asked.program, asked.options);
    },
    changeWorld: (answers) => {
      world = worlds.get(answers) ?? worlds.size + 1;
      worlds.set(answers, world);
    },
    hear: (listener) => {
      heard = listener;
    },
    lastRun: () => ({
      macros: () => (recall ? readsOf(recall) : new Map()),
      asked: recall?.asked ?? [],
      fired: recall?.fired ?? [],
    }),
    live: () => liveRules(program),
  };
}

interface Begun {
  readonly session: Session;
  readonly steps: Step[] | undefined;
}

/** Addresses are asked as in a message that is handed over on the host itself, unless the question says otherwise. */
function handedOver(begun: Begun, { macros }: AskOptions): Begun {
  if (macros?.daemon_flags === undefined) setMacro(begun.session, "daemon_flags", submitted.daemon_flags);
  return begun;
}

function resolved(begun: Begun, sources: RecipientSources, text: string, messages: readonly Message[]): Resolution {
  const { session, steps } = begun;
  setMacro(session, "addr_type", "e r");
  const { address } = parseAddress(session, text);
  const error = messages.find((message) => message.kind !== "notice");
  if (!address) {
    return { mailer: undefined, host: undefined, user: undefined, leaves: [], error, waits: false, messages, steps };
  }
  const leaves = address.state === "ok" ? leavesOf(session, sources, address) : [];
  const { mailer, host, user } = address;
  return { mailer, host, user, leaves, error, waits: address.state === "queue", messages, steps };
}

function rewritten(
  begun: Begun,
  options: OptionValues,
  address: string,
  asked: RewriteOptions,
  messages: readonly Message[],
): Rewritten {
  const { session, steps } = begun;
  const mailer = mailerNamed(session.program, asked.mailer);
  if (!mailer) return { text: undefined, status: STATUS.config, messages, steps };
  const role = { header: asked.as.startsWith("header"), sender: asked.as.endsWith("sender") };
  const fromDomain = role.header && asked.from !== undefined ? fromDomainOf(session, asked.from) : undefined;
  if (!role.header) {
    const result = remoteName(session, address, mailer, { role, fromDomain });
    return { text: result.text, status: result.status, messages, steps };
  }
  const delimiter = headerDelimiter(options, address);
  const result = rewriteHeader(session, address, mailer, delimiter, { role, fromDomain });
  return { text: result.texts.join(", "), status: result.status, messages, steps };
}

function runAll(begun: Begun, rulesets: readonly string[], text: string, messages: readonly Message[]): Run {
  const { session, steps } = begun;
  const { program } = session;
  const table = program.level >= 9 ? program.tables.keepComments : program.tables.external;
  const workspace = tokenizeBy(session, text, table) ?? [];
  let status: number = STATUS.ok;
  for (const name of rulesets) {
    const number = rulesetNumber(session, name);
    status = number < 0 ? STATUS.config : runRuleset(session, workspace, number);
  }
  return { workspace: workspace.map((atom) => program.atoms.texts[atom] ?? ""), status, messages, steps };
}
