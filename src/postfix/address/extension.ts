/** How address extensions are cut off (postconf(5), recipient_delimiter; Postfix src/global/split_addr.c). */
export interface ExtensionRule {
  /** recipient_delimiter: each of its characters may begin an extension. */
  readonly delimiters: string;
  /** owner_request_special: `owner-list` and `list-request` are whole names. */
  readonly ownerRequestSpecial: boolean;
  readonly doubleBounceSender: string;
}

/** `user+ext` as `user` and `+ext`; undefined when there is no extension to cut off. */
export function splitLocal(
  local: string,
  rule: ExtensionRule,
): { readonly bare: string; readonly extension: string } | undefined {
  if (rule.delimiters === "") return undefined;
  const lower = local.toLowerCase();
  if (lower === "postmaster" || lower === "mailer-daemon") return undefined;
  if (lower === rule.doubleBounceSender.toLowerCase()) return undefined;
  if (rule.delimiters.includes("-") && rule.ownerRequestSpecial) {
    if (lower.startsWith("owner-")) return undefined;
    if (lower.length > 8 && lower.endsWith("-request")) return undefined;
  }
  for (let at = 0; at < local.length; at += 1) {
    if (!rule.delimiters.includes(local[at] ?? "")) continue;
    return at === 0 ? undefined : { bare: local.slice(0, at), extension: local.slice(at) };
  }
  return undefined;
}

/** The same for `user+ext@domain`; the bare form keeps its domain. */
export function stripExtension(
  address: string,
  rule: ExtensionRule,
): { readonly bare: string; readonly extension: string } | undefined {
  const at = address.lastIndexOf("@");
  const local = at === -1 ? address : address.slice(0, at);
  const parts = splitLocal(local, rule);
  return parts && { bare: at === -1 ? parts.bare : parts.bare + address.slice(at), extension: parts.extension };
}
