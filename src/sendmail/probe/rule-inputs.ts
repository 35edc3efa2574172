/**
 * rule-inputs — texts that sendmail itself gives to rulesets: addresses, sound and broken, and what its hooks are given
 * (srvrsmtp.c, tls.c, deliver.c)
 */
import { META } from "../ruleset/metasymbol.ts";
import type { FreshWords } from "./fresh.ts";
import { VERIFIED } from "./suppositions.ts";

/** How a text comes to a ruleset, which says what states of the world it is tried in. */
export type InputKind = "address" | "hook" | "tls";

/** The separator between two texts of a hook. */
export const ELSE = String.fromCharCode(META.conditionalElse);

/** Addresses as headers and commands may hold them, sound and broken. */
export function addressTexts({ user, otherUser, detail, domain, otherDomain, label }: FreshWords): readonly string[] {
  const mail = `${user}@${domain}`;
  return [
    ...[mail, user, "", "<>", "@", `${user}@`, `@${domain}`, `<${mail}>`, `Full Name <${mail}>`, `${user}@${domain}.`],
    ...[`${user}@${label}`, `${user}@localhost`, `${user}+${detail}@${domain}`, `"${user} ${otherUser}"@${domain}`],
    ...[`${user}@[192.0.2.1]`, `${user}@[192.0.2.1]:smtp:x`, `${user}@[192.0.2.1]:hub`, `${user}@[192.0.2.1],x`],
    ...[`${user}@[IPv6:2001:db8::1]`, `${user}@[192.0.2.1]x`, `${user}@${domain}:x`, `${user}@${domain},x`],
    ...[`${user}@@${domain}`, `${user}@${domain}@${otherDomain}`, `${user}@${domain}@`, `@@${domain}`, `@${domain}:`],
    ...[`@${domain}:${user}@${otherDomain}`, `@${domain},@${otherDomain}:${user}@${label}`, `@[192.0.2.1]:${mail}`],
    ...[`@localhost:${user}`, `@localhost:${mail}`, `${user}%${domain}@localhost`, `${user}%${domain}%${otherDomain}`],
    ...[`${label}!${user}`, `${label}!${otherUser}!${user}`, `${label}.${domain}!${user}`, `${label}!${mail}`],
    ...[
      `${user}@${label}.UUCP`,
      `${user}@${label}.uucp`,
      `${user}@${label}.BITNET`,
      `${label}::${user}`,
      `${label}^${user}`,
    ],
    ...[`${user}:${label}@${domain}`, `:include:/lists/${user}`, `list:;`, `list:${mail};`, `list:${mail}, ${user};`],
    ...[`${user};`, `<${mail};>`, `<list:;>`, `list:;@${domain}`, `${user},${otherUser}`, `${user}=${label}@${domain}`],
    ...[`postmaster`, `MAILER-DAEMON@${domain}`, `root@localhost`, `${user}@localhost.localdomain`, `\\${user}`],
    ...[
      `${user}@${label}.REDIRECT`,
      `${user}@*LOCAL*`,
      `|/bin/${user}`,
      `/var/${user}`,
      `${user}@.${domain}`,
      `${user}@${label}..${domain}`,
    ],
    ...[`${label}:${user}@[IPv6:2001:db8::1]`, `<list:${user};> x`, `${label}/x!${user}`, `${user}@${label}::x`, `""`],
    ...[`${user}@[IPv6:2001:db8::1]:smtp:hub`, `${user}@[IPv6:2001:db8::1]:hub`, `${user}@[IPv6:2001:db8::1],hub`],
    ...[`${label}!${user}@${label}.UUCP`, `${label}.${domain}!${user}@${label}.UUCP`, `${user}@${label}.x.UUCP`],
    ...[`<@${domain}:${mail}>`, `<${user}>`, `<${user}@>`, `${user}.${otherUser}@${domain}`, `<@>`, `<:;>`],
  ];
}

export function localTexts({ user, detail, label, domain }: FreshWords, host: string): readonly string[] {
  return [
    ...[`${user}@${host}`, `${user}+${detail}@${host}`, `${user}%${domain}@${host}`, `${label}!${user}@${host}`],
    ...[
      `@${host}:${user}@${domain}`,
      `@${host}:${user}`,
      `@${host}:`,
      `postmaster@${host}`,
      `${user}@${label}.${host}`,
      `""@${host}`,
    ],
  ];
}

/** What each hook is given. */
export function hookTexts({
  user,
  otherUser,
  domain,
  otherDomain,
  label,
  detail,
}: FreshWords): readonly (readonly [string, InputKind, readonly string[]])[] {
  const mail = `${user}@${domain}`;
  const path = [
    `<${mail}>`,
    `<${user}>`,
    "<>",
    "",
    `<${user}@${label}>`,
    `<${user}@localhost>`,
    `<${user}@[192.0.2.1]>`,
  ];
  const more = [
    `<${user}@[127.0.0.1]>`,
    `<${user}@localhost.UUCP>`,
    `<${user}@${label}.UUCP>`,
    `<${user}+${detail}@${domain}>`,
  ];
  const odd = [
    `<${user}@${domain}.>`,
    mail,
    user,
    "@",
    `<@${domain}>`,
    `<${user}@>`,
    "<postmaster>",
    `<abuse@${domain}>`,
  ];
  const routed = [
    ...[`<${user}%${domain}@localhost>`, `<${label}!${user}>`, `<${label}!${user}@localhost>`, `<@localhost:${mail}>`],
    ...[`<${user}%${domain}@${otherDomain}>`, `<${label}!${user}@${otherDomain}>`, `<${mail}>`],
    ...[`<"${mail}"@localhost>`, `<${user}@localhost.localdomain>`, `<${user}@${label}.REDIRECT>`],
  ];
  const clients = [
    `mx.${domain}${ELSE}203.0.113.7`,
    `[203.0.113.7]${ELSE}203.0.113.7`,
    `${ELSE}203.0.113.7`,
    `mx.${domain}${ELSE}IPv6:2001:db8::7`,
    `localhost${ELSE}127.0.0.1`,
    `localhost${ELSE}0`,
    `mx.${domain}${ELSE}`,
    ELSE,
  ];
  const names = [`mx.server.test`, label, "203.0.113.8", ""];
  return [
    ["check_relay", "hook", clients],
    ["checkrelay", "hook", clients],
    ["check_mail", "hook", [...path, ...more, ...odd]],
    ["checkmail", "hook", [...path, ...more, ...odd]],
    ["check_rcpt", "hook", [...path, ...more, ...odd, ...routed]],
    ["checkrcpt", "hook", [...path, ...more, ...odd, ...routed]],
    [
      "check_compat",
      "hook",
      [`${mail}${ELSE}${otherUser}@${otherDomain}`, `${ELSE}${mail}`, `${user}${ELSE}${otherUser}`],
    ],
    ["check_data", "hook", ["1", "9"]],
    ["check_eoh", "hook", [`1 ${ELSE} 10`, `99 ${ELSE} 99999`]],
    ["check_eom", "hook", ["1000"]],
    ["check_etrn", "hook", [domain, `@${domain}`]],
    ["check_expn", "hook", [user, mail]],
    ["check_vrfy", "hook", [user, mail]],
    ["check_helo", "hook", [domain, label]],
    ["trust_auth", "hook", [user, mail, `<${mail}>`, "person", "person@sender.test", "<person>", ""]],
    ["authinfo", "hook", names],
    ["queuegroup", "hook", [mail, user]],
    ["srv_features", "hook", names],
    ["clt_features", "hook", names],
    ["greet_pause", "hook", clients],
    ["ratecontrol", "hook", clients],
    ["try_tls", "tls", names],
    ["tls_client", "tls", VERIFIED.map((one) => `${one} ${ELSE} MAIL`)],
    ["tls_server", "tls", VERIFIED],
    ["tls_rcpt", "tls", [mail, user, `${user}@${domain}.`, `<${mail}>`]],
    ["tls_clt_features", "tls", names],
    ["tls_srv_features", "tls", names],
  ];
}

export function headerTexts({ user, domain }: FreshWords): readonly string[] {
  return [`<${user}@${domain}>`, user, "", `< ${user} . ${user} @ ${domain} >`, "hello world", "ILOVEYOU", "$#"];
}
