import { quoteLocal } from "../address/quote.ts";
import { internalForm, isOperator, scan, type Token } from "../address/tokens.ts";

/** trivial-rewrite(8)'s "rewrite" settings. */
export interface RewriteSettings {
  readonly swapBangpath: boolean;
  readonly percentHack: boolean;
  readonly appendAtMyorigin: boolean;
  readonly appendDotMydomain: boolean;
}

/** What is appended where: myorigin and mydomain in the local context, remote_header_rewrite_domain in the remote one. */
export interface RewriteContext {
  readonly origin: string;
  readonly domain: string;
}

/** A plain user at a domain with a dot inside: there is nothing to turn round and nothing to append. */
const PLAIN = /^[\w+=/#$&'*?^`{}~-]+(?:\.[\w+=/#$&'*?^`{}~-]+)*@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+$/;

/**
 * Brings an address (in quoted form) into user@domain form, as trivial-rewrite(8) does for cleanup(8): source routes
 * go, `host!user` and `user%host` are turned round, missing domains are appended. The answer is in quoted form.
 */
export function rewriteAddress(address: string, settings: RewriteSettings, context: RewriteContext): string {
  if (address === "" || PLAIN.test(address)) return address;
  return quoteLocal(internalForm(rewriteTokens(scan(address), settings, context)));
}

/** The same on tokens (src/trivial-rewrite/rewrite.c). */
export function rewriteTokens(
  tokens: readonly Token[],
  settings: RewriteSettings,
  context: RewriteContext,
): readonly Token[] {
  if (tokens.length === 1 && tokens[0]?.kind === "quoted" && tokens[0].text === "") return tokens;
  if (tokens.length === 1 && isOperator(tokens[0], "@")) return [{ kind: "quoted", text: "" }];
  let out = withoutRoute(tokens);
  if (lastIndexOf(out, "@") === -1) out = withDomain(out, settings, context);
  const at = lastIndexOf(out, "@");
  const domain = out.slice(at + 1);
  const isBare =
    at !== -1 && domain.length > 0 && !domain.some((token) => token.kind === "literal" || isOperator(token, "."));
  if (settings.appendDotMydomain && context.domain !== "" && isBare) {
    out = [...out, { kind: "operator", text: "." }, ...scan(context.domain)];
  }
  return withoutFinalDot(out);
}

/** `@a,@b:user@c` is `user@c`, unless nothing follows the colon. */
function withoutRoute(tokens: readonly Token[]): readonly Token[] {
  if (!isOperator(tokens[0], "@")) return tokens;
  const colon = tokens.findIndex((token) => isOperator(token, ":"));
  return colon === -1 || colon === tokens.length - 1 ? tokens : tokens.slice(colon + 1);
}

function withDomain(tokens: readonly Token[], settings: RewriteSettings, context: RewriteContext): readonly Token[] {
  const at: Token = { kind: "operator", text: "@" };
  const bang = settings.swapBangpath ? tokens.findIndex((token) => isOperator(token, "!")) : -1;
  if (bang !== -1) return [...tokens.slice(bang + 1), at, ...tokens.slice(0, bang)];
  const percent = settings.percentHack ? lastIndexOf(tokens, "%") : -1;
  if (percent !== -1) return [...tokens.slice(0, percent), at, ...tokens.slice(percent + 1)];
  if (settings.appendAtMyorigin && context.origin !== "") return [...tokens, at, ...scan(context.origin)];
  return tokens;
}

/** One dot at the end of the domain goes; `..` and `@.` stay, so that they are reported. */
export function withoutFinalDot(tokens: readonly Token[]): readonly Token[] {
  const before = tokens.at(-2);
  const isFinalDot = isOperator(tokens.at(-1), ".") && before && !isOperator(before, ".") && !isOperator(before, "@");
  return isFinalDot ? tokens.slice(0, -1) : tokens;
}

export function lastIndexOf(tokens: readonly Token[], operator: string): number {
  for (let index = tokens.length - 1; index >= 0; index -= 1) {
    if (isOperator(tokens[index], operator)) return index;
  }
  return -1;
}
