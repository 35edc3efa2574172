import { splitLocal } from "../address/extension.ts";
import { parseAddresses } from "../address/parse.ts";
import { quoteLocal, unquoteLocal } from "../address/quote.ts";
import { internalForm, type Token } from "../address/tokens.ts";
import { expandValue } from "../read/expand.ts";
import type { Settings } from "../read/settings.ts";
import { casefold } from "../tables/casefold.ts";
import type { MapList } from "../tables/maps.ts";
import type { Account } from "./accounts.ts";
import { extensionRule, type PostfixEnvironment } from "./environment.ts";
import { withExtension } from "./map-address.ts";
import type { Leaf, Resolution, Stage, Step } from "./resolution.ts";

/** What local(8) asks the rest of the mail system. */
export interface LocalNeeds {
  readonly environment: PostfixEnvironment;
  readonly account: (name: string) => Account | undefined;
  rewrite(quoted: string): string;
  resolve(address: string, steps: Step[]): Resolution;
  /** Sends an address through cleanup(8) and on, as mail that is forwarded; `delivered` are its Delivered-To: lines. */
  forward(address: string, delivered: ReadonlySet<string>, steps: Step[]): readonly Leaf[];
  /** The leaf of a transport that local(8) hands a recipient to. */
  pass(transport: string, nexthop: string, address: string, steps: Step[]): readonly Leaf[];
}

/** Loops end here (src/local/alias.c). */
const DEPTH_LIMIT = 100;

/** What changes on the way down: as LOCAL_STATE of local(8), copied at each step. */
interface State {
  readonly level: number;
  readonly address: string;
  readonly nexthop: string;
  /** Name of the alias or user that is being expanded: it is not expanded again inside of itself. */
  readonly expanding: string | undefined;
  /** Who forwards: other users then get the mail through a new message. */
  readonly owner: string | undefined;
  readonly from: "mail" | "alias" | "forward" | "include";
  /** Extension still to be put into the addresses of an expansion, with its delimiter. */
  readonly unmatched: string;
  /** Account whose rights commands and files get. */
  readonly as: string | undefined;
  readonly delivered: string | undefined;
}

interface Recipient {
  readonly local: string;
  readonly user: string;
  /** Without its delimiter; undefined when there is none. */
  readonly extension: string | undefined;
  readonly delimiter: string;
  readonly domain: string;
}

/** Expands what is delivered to local(8): aliases, .forward, :include:, mailbox and fallback transports. */
export function expandLocal(
  resolution: Resolution,
  delivered: ReadonlySet<string>,
  needs: LocalNeeds,
  steps: Step[],
): readonly Leaf[] {
  const service = resolution.transport;
  const settings = needs.environment.settingsFor(service, "unix");
  const run = new LocalDelivery(service, settings, needs, delivered, steps);
  return run.recipient({
    level: 0,
    address: resolution.recipient,
    nexthop: resolution.nexthop,
    expanding: undefined,
    owner: undefined,
    from: "mail",
    unmatched: "",
    as: undefined,
    delivered: undefined,
  });
}

class LocalDelivery {
  private readonly seen = new Set<string>();
  private readonly aliases: MapList;
  private readonly service: string;
  private readonly settings: Settings;
  private readonly needs: LocalNeeds;
  private readonly deliveredTo: ReadonlySet<string>;
  private readonly steps: Step[];

  constructor(service: string, settings: Settings, needs: LocalNeeds, deliveredTo: ReadonlySet<string>, steps: Step[]) {
    this.service = service;
    this.settings = settings;
    this.needs = needs;
    this.deliveredTo = deliveredTo;
    this.steps = steps;
    this.aliases = needs.environment.maps(settings, "alias_maps", { form: "aliases", substitution: false });
  }

  /** deliver_recipient: true to one address that is delivered here. */
  recipient(before: State): readonly Leaf[] {
    const state: State = { ...before, level: before.level + 1, delivered: before.delivered ?? before.address };
    if (this.wasHere(`recipient ${state.level} ${state.address}`)) return [];
    if (this.deliveredTo.has(state.address.toLowerCase())) {
      return [reject("5.4.6", `mail forwarding loop for ${state.address}`)];
    }
    const who = this.read(state.address);
    if (who.user === "") return [reject("5.1.3", `null username in "${state.address}"`)];
    if (state.address.startsWith("\\")) {
      const bare = { ...who, local: who.local.slice(1), user: who.user.slice(1) };
      const plain = { ...state, address: state.address.slice(1) };
      return this.mailbox(plain, bare) ?? this.unknown(plain, bare);
    }
    return this.deliver(state, who);
  }

  private read(address: string): Recipient {
    const folded = casefold(address, this.needs.environment.utf8) ?? address.toLowerCase();
    const at = folded.lastIndexOf("@");
    const local = at === -1 ? folded : folded.slice(0, at);
    const domain = at === -1 ? "" : folded.slice(at + 1);
    const parts = splitLocal(local, extensionRule(this.settings));
    const delimiter = parts?.extension.slice(0, 1) ?? this.settings.text("recipient_delimiter").slice(0, 1);
    if (!parts) return { local, user: local, extension: undefined, delimiter, domain };
    // An extension with a slash could lead out of a home directory: it is dropped.
    if (parts.extension.includes("/"))
      return { local: parts.bare, user: parts.bare, extension: undefined, delimiter, domain };
    return { local, user: parts.bare, extension: parts.extension.slice(1), delimiter, domain };
  }

  /** deliver_switch: aliases by the whole local part, then without extension; then forwarding, mailbox, fallbacks. */
  private deliver(state: State, who: Recipient): readonly Leaf[] {
    const byName = this.alias({ ...state, unmatched: "" }, who.local);
    if (byName) return byName;
    const extension = who.extension === undefined ? "" : who.delimiter + who.extension;
    if (extension !== "") {
      const byUser = this.alias({ ...state, unmatched: this.propagated("alias", extension) }, who.user);
      if (byUser) return byUser;
    }
    const next: State = { ...state, unmatched: extension };
    const isForwarded = next.owner !== undefined && next.owner.toLowerCase() !== who.user;
    if (isForwarded || next.from === "include") return this.indirect(next);
    return this.dotForward(next, who) ?? this.mailbox(next, who) ?? this.unknown(next, who);
  }

  private propagated(kind: string, extension: string): string {
    return this.settings.words("propagate_unmatched_extensions").includes(kind) ? extension : "";
  }

  private alias(state: State, name: string): readonly Leaf[] | undefined {
    if (state.expanding !== undefined && state.expanding.toLowerCase() === name) return undefined;
    if (state.level > DEPTH_LIMIT) return [reject("5.4.6", `alias database loop for ${name}`)];
    const answer = this.lookup(this.aliases, name, "alias");
    if (answer.kind === "none") return undefined;
    if (answer.kind === "failed") return [defer("4.3.0", "alias database unavailable")];
    let { owner } = state;
    if (this.settings.bool("owner_request_special") && this.aliases.find(`owner-${name}`).kind === "found") {
      owner = `owner-${name}`;
    } else if (this.settings.bool("reset_owner_alias")) owner = undefined;
    const addresses = parseAddresses(answer.value);
    this.steps.push({
      kind: "changed",
      stage: "alias",
      before: name,
      after: addresses.map((each) => internalForm(each, false)),
    });
    if (addresses.length === 0) return [defer("4.3.0", "alias database unavailable")];
    const inside: State = { ...state, level: state.level + 1, expanding: name, owner, from: "alias", as: undefined };
    return addresses.flatMap((each) => this.token(inside, each));
  }

  /** deliver_token: a file, a command, an :include: or an address. */
  private token(state: State, tokens: readonly Token[]): readonly Leaf[] {
    const text = internalForm(tokens, false);
    if (text.startsWith("/") || text.startsWith("~")) return this.file(state, text);
    if (text.startsWith("|")) {
      if (!this.allows("allow_mail_to_commands", state)) return [reject("5.7.1", "mail to command is restricted")];
      return [{ kind: "command", text: text.slice(1), as: state.as }];
    }
    const include = /^:include:(.*)$/is.exec(text)?.[1];
    return include !== undefined ? this.include(state, include) : this.address(state, quoteLocal(text));
  }

  private file(state: State, path: string): readonly Leaf[] {
    if (!this.allows("allow_mail_to_files", state)) return [reject("5.7.1", "mail to file is restricted")];
    if (path.startsWith("~/")) {
      const home = state.as === undefined ? undefined : this.needs.account(state.as)?.home;
      return [
        home === undefined
          ? reject("5.3.5", `bad home directory: ${path}`)
          : { kind: "file", path: home + path.slice(1), as: state.as },
      ];
    }
    return [{ kind: "file", path, as: state.as }];
  }

  private allows(parameter: string, state: State): boolean {
    return this.settings.words(parameter).includes(state.from);
  }

  private include(state: State, path: string): readonly Leaf[] {
    if (this.wasHere(`include ${state.as ?? ""} ${path}`)) return [];
    if (!path.startsWith("/") || !this.needs.environment.directory.files.exists(path)) {
      this.steps.push({ kind: "decided", stage: "include", text: `:include:${path} cannot be read` });
      return [reject("5.3.5", "mail system configuration error")];
    }
    const local = this.read(state.address).local;
    const inside: State = {
      ...state,
      level: state.level + 1,
      expanding: local,
      from: "include",
      owner: state.owner ?? state.address,
      unmatched: this.propagated("include", state.unmatched),
    };
    const addresses = this.lines(path);
    this.steps.push({
      kind: "changed",
      stage: "include",
      before: path,
      after: addresses.map((each) => internalForm(each, false)),
    });
    return addresses.flatMap((each) => this.token(inside, each));
  }

  /** Addresses of a .forward or :include: file: line by line, `#` lines apart. */
  private lines(path: string): readonly (readonly Token[])[] {
    const found: (readonly Token[])[] = [];
    for (const { text } of this.needs.environment.directory.files.lines(path)) {
      if (!text.startsWith("#")) found.push(...parseAddresses(text));
    }
    return found;
  }

  private dotForward(state: State, who: Recipient): readonly Leaf[] | undefined {
    const account = this.needs.account(who.user);
    if (!account) return undefined;
    const found = this.forwardFile(state, who, account);
    if (!found) return undefined;
    if (this.wasHere(`forward ${found.path}`)) return this.seen.has(`forward-done ${found.path}`) ? [] : undefined;
    const addresses = this.lines(found.path);
    this.steps.push({
      kind: "changed",
      stage: "forward",
      before: found.path,
      after: addresses.map((each) => internalForm(each, false)),
    });
    const inside: State = {
      ...state,
      level: state.level + 1,
      expanding: who.local,
      owner: who.user,
      from: "forward",
      as: who.user,
      unmatched: found.tookExtension ? "" : this.propagated("forward", state.unmatched),
    };
    const leaves = addresses.flatMap((each) => this.token(inside, each));
    if (addresses.length === 0) return undefined;
    this.seen.add(`forward-done ${found.path}`);
    return leaves;
  }

  /** The first file of forward_path that is there; names with an unset `$name` are passed over. */
  private forwardFile(
    state: State,
    who: Recipient,
    account: Account,
  ): { readonly path: string; readonly tookExtension: boolean } | undefined {
    const { files } = this.needs.environment.directory;
    for (const word of (this.settings.raw("forward_path") ?? "").split(/[\s,]+/).filter((each) => each !== "")) {
      const expanded = expandValue(word, (name) => this.personal(name, state, who, account), false);
      if (expanded.undefinedNames.length > 0 || expanded.problems.length > 0) continue;
      if (!files.exists(expanded.value)) continue;
      if (files.isDirectory(expanded.value)) return undefined;
      return { path: expanded.value, tookExtension: /\$[({]?extension\b(?![?:])/.test(word) };
    }
    return undefined;
  }

  /** `$user` and the others of forward_path and luser_relay (local(8)). */
  private personal(name: string, state: State, who: Recipient, account: Account | undefined): string | undefined {
    switch (name) {
      case "user":
        return who.user;
      case "home":
        return account?.home;
      case "shell":
        return account?.shell;
      case "domain":
        return who.domain;
      case "local":
      case "mailbox":
        return who.local;
      case "recipient":
        return state.address;
      case "extension":
        return who.extension;
      case "recipient_delimiter":
        return who.delimiter || undefined;
      default:
        return undefined;
    }
  }

  /** deliver_mailbox: mailbox_transport first; undefined when there is no such user. */
  private mailbox(state: State, who: Recipient): readonly Leaf[] | undefined {
    if (this.wasHere(`mailbox ${who.local}`)) return [];
    const passed = this.passBy("mailbox_transport", state, who);
    if (passed) return passed;
    const account = this.needs.account(who.user);
    if (!account) return undefined;
    const command = this.lookup(this.maps("mailbox_command_maps"), who.user, "mailbox");
    if (command.kind === "failed") return [defer("4.3.0", "table lookup failure")];
    const text = command.kind === "found" ? command.value : this.settings.text("mailbox_command");
    if (text !== "") return [{ kind: "local", user: who.user, mailbox: { kind: "command", text } }];
    const home = this.settings.text("home_mailbox");
    const spool = this.settings.text("mail_spool_directory");
    const path =
      home === ""
        ? `${spool.replace(/\/$/, "")}/${who.user}${spool.endsWith("/") ? "/" : ""}`
        : `${account.home}/${home}`;
    const kind = path.endsWith("/") ? "maildir" : "mbox";
    return [{ kind: "local", user: who.user, mailbox: { kind, path } }];
  }

  private unknown(state: State, who: Recipient): readonly Leaf[] {
    if (this.wasHere(`unknown ${who.local}`)) return [];
    const passed = this.passBy("fallback_transport", state, who);
    if (passed) return passed;
    const relay = this.settings.raw("luser_relay") ?? "";
    if (relay !== "") {
      const expanded = expandValue(relay, (name) => this.personal(name, state, who, undefined), false).value;
      const canonical = this.needs.rewrite(expanded);
      this.steps.push({ kind: "changed", stage: "mailbox", before: who.user, after: [expanded] });
      if (canonical !== state.address) return this.address({ ...state, unmatched: "" }, expanded);
    } else if (who.user === "postmaster") {
      return [{ kind: "discard", address: state.address }];
    }
    return [reject("5.1.1", `unknown user: "${who.user}"`)];
  }

  /** mailbox_transport(_maps) and fallback_transport(_maps): the table first. */
  private passBy(parameter: string, state: State, who: Recipient): readonly Leaf[] | undefined {
    const answer = this.lookup(this.maps(`${parameter}_maps`), who.user, "mailbox");
    if (answer.kind === "failed") return [defer("4.3.0", "table lookup failure")];
    const value = answer.kind === "found" ? answer.value : this.settings.text(parameter);
    if (value === "") return undefined;
    const colon = value.indexOf(":");
    const transport = colon === -1 ? value : value.slice(0, colon);
    const nexthop = (colon === -1 ? "" : value.slice(colon + 1)) || state.nexthop;
    this.steps.push({ kind: "decided", stage: "mailbox", text: `${parameter} passes ${state.address} to ${value}` });
    return this.needs.pass(transport, nexthop, state.address, this.steps);
  }

  /** deliver_resolve_tree: an address of an expansion. */
  private address(state: State, quoted: string): readonly Leaf[] {
    const rewritten = this.needs.rewrite(quoted);
    const resolution = this.needs.resolve(unquoteLocal(rewritten), this.steps);
    if (resolution.error === "failed") return [defer("4.3.0", "address resolver failure")];
    if (resolution.error === "syntax") {
      return [reject("5.1.3", `bad recipient address syntax: ${resolution.recipient}`)];
    }
    const address = withExtension(resolution.recipient, state.unmatched);
    const next: State = { ...state, level: state.level + 1, address };
    return resolution.transport === this.service ? this.recipient(next) : this.indirect(next);
  }

  /** A new message through cleanup(8), once for each address. */
  private indirect(state: State): readonly Leaf[] {
    if (this.wasHere(`indirect ${state.address}`)) return [];
    const delivered = new Set([...this.deliveredTo, (state.delivered ?? state.address).toLowerCase()]);
    return this.needs.forward(state.address, delivered, this.steps);
  }

  private maps(parameter: string): MapList {
    return this.needs.environment.maps(this.settings, parameter, { substitution: false });
  }

  private lookup(maps: MapList, key: string, stage: Stage): ReturnType<MapList["find"]> {
    return maps.find(key, false, (note) => this.steps.push({ kind: "lookup", stage, note }));
  }

  private wasHere(what: string): boolean {
    if (this.seen.has(what)) return true;
    this.seen.add(what);
    return false;
  }
}

function reject(enhanced: string, text: string): Leaf {
  return { kind: "reject", code: 550, enhanced, text };
}

function defer(enhanced: string, text: string): Leaf {
  return { kind: "defer", code: 451, enhanced, text };
}
