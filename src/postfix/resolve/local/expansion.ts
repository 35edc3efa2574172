import { parseAddresses } from "../../address/parse.ts";
import { quoteLocal, unquoteLocal } from "../../address/quote.ts";
import { internalForm, type Token } from "../../address/tokens.ts";
import { withExtension } from "../map-address.ts";
import type { Leaf } from "../resolution.ts";
import { defer, type LocalRun, propagated, readRecipient, reject, type State, wasHere } from "./state.ts";

/** deliver_token: an item of an expansion: a file, a command, an :include: or an address. */
export function deliverToken(state: State, tokens: readonly Token[], run: LocalRun): readonly Leaf[] {
  const text = internalForm(tokens, false);
  if (text.startsWith("/") || text.startsWith("~")) return file(state, text, run);
  if (text.startsWith("|")) {
    if (!allows("allow_mail_to_commands", state, run)) return [reject("5.7.1", "mail to command is restricted")];
    return [{ kind: "command", text: text.slice(1), as: state.as }];
  }
  const path = /^:include:(.*)$/is.exec(text)?.[1];
  return path !== undefined ? include(state, path, run) : deliverAddress(state, quoteLocal(text), run);
}

/** allow_mail_to_commands, allow_mail_to_files: where such an item may stand. */
function allows(parameter: string, state: State, run: LocalRun): boolean {
  return run.settings.words(parameter).includes(state.from);
}

function file(state: State, path: string, run: LocalRun): readonly Leaf[] {
  if (!allows("allow_mail_to_files", state, run)) return [reject("5.7.1", "mail to file is restricted")];
  if (!path.startsWith("~/")) return [{ kind: "file", path, as: state.as }];
  const home = state.as === undefined ? undefined : run.needs.account(state.as)?.home;
  if (home === undefined) return [reject("5.3.5", `bad home directory: ${path}`)];
  return [{ kind: "file", path: home + path.slice(1), as: state.as }];
}

function include(state: State, path: string, run: LocalRun): readonly Leaf[] {
  if (wasHere(`include ${state.as ?? ""} ${path}`, run)) return [];
  if (!path.startsWith("/") || !run.needs.environment.directory.files.exists(path)) {
    run.steps?.push({ kind: "decided", stage: "include", text: `:include:${path} cannot be read` });
    return [reject("5.3.5", "mail system configuration error")];
  }
  const inside: State = {
    ...state,
    level: state.level + 1,
    expanding: readRecipient(state.address, run).local,
    from: "include",
    owner: state.owner ?? state.address,
    unmatched: propagated("include", state.unmatched, run),
  };
  const addresses = addressesOf(path, run);
  run.steps?.push({ kind: "changed", stage: "include", before: path, after: shown(addresses) });
  return addresses.flatMap((each) => deliverToken(inside, each, run));
}

/** Addresses of a .forward or :include: file: line by line, `#` lines apart. */
export function addressesOf(path: string, run: LocalRun): readonly (readonly Token[])[] {
  const found: (readonly Token[])[] = [];
  for (const { text } of run.needs.environment.directory.files.lines(path)) {
    if (!text.startsWith("#")) found.push(...parseAddresses(text));
  }
  return found;
}

export function shown(addresses: readonly (readonly Token[])[]): readonly string[] {
  return addresses.map((each) => internalForm(each, false));
}

/** deliver_resolve_tree: an address of an expansion. */
export function deliverAddress(state: State, quoted: string, run: LocalRun): readonly Leaf[] {
  const rewritten = run.needs.rewrite(quoted);
  const resolution = run.needs.resolve(unquoteLocal(rewritten), run.steps);
  if (resolution.error === "failed") return [defer("4.3.0", "address resolver failure")];
  if (resolution.error === "syntax") {
    return [reject("5.1.3", `bad recipient address syntax: ${resolution.recipient}`)];
  }
  const address = withExtension(resolution.recipient, state.unmatched);
  const next: State = { ...state, level: state.level + 1, address };
  return resolution.transport === run.service ? run.recipient(next) : deliverIndirect(next, run);
}

/** A new message through cleanup(8), once for each address. */
export function deliverIndirect(state: State, run: LocalRun): readonly Leaf[] {
  if (wasHere(`indirect ${state.address}`, run)) return [];
  const delivered = new Set([...run.deliveredTo, (state.delivered ?? state.address).toLowerCase()]);
  return run.needs.forward(state.address, delivered, run.steps);
}
