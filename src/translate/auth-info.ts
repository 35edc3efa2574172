import type { AuthInfo, AuthInfoEntry, Login } from "../model/auth-info.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { LookupRow, LookupTable, Parameter, PostfixVersion } from "../postfix/config.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { countRows, type RowDifference, tableClaims } from "./shared/claim.ts";
import { loginCodes } from "./shared/codes.ts";
import { nextHop } from "./shared/nexthop.ts";
import { lookupTable, tableWord, withoutRepeats } from "./shared/table.ts";

/**
 * `smtp_sasl_password_maps`, mode 0600. The old host looks the server's name up; Postfix asks for the server's name and
 * for the next hop as it is written, so both stand there. A log-in for any server is given to the smart host only:
 * anything wider would hand the password to strangers.
 */
export function translateAuthInfo({ policy, options }: TranslateContext): Partial<Translated> {
  const { table: source } = policy.authInfo;
  const first = firstLogin(policy.authInfo);
  const claims = source ? tableClaims(source, loginCodes, "The log-ins stand in smtp_sasl_password_maps.") : [];
  const tableClaimsOf =
    source?.state === "text"
      ? [() => countRows(source.path, loginCodes, policy.authInfo.entries(), (entry) => differenceOf(entry, policy))]
      : [];
  if (!first) return { claims, tableClaims: tableClaimsOf };
  const origins = source ? [source.origin] : [];
  const table: LookupTable = {
    ...lookupTable(
      "sasl_passwd",
      origins,
      ["Log-ins at other servers. Keep this file and what is built from it secret."],
      () => withoutRepeats(passwordRows(policy, options.version)),
    ),
    mode: 0o600,
  };
  return {
    parameters: parameters(policy, origins),
    tables: [table],
    words: [tableWord("smtp_sasl_password_maps", 0, table, options, "sasl")],
    claims,
    tableClaims: tableClaimsOf,
  };
}

const firstLogins = new WeakMap<AuthInfo, { readonly login: Login | undefined }>();

/** Remembered for the policy: without any log-in the whole table is read to know it. */
function firstLogin(authInfo: AuthInfo): Login | undefined {
  const known = firstLogins.get(authInfo);
  if (known) return known.login;
  let login: Login | undefined;
  for (const entry of authInfo.entries()) {
    if (entry.kind !== "login") continue;
    login = entry.login;
    break;
  }
  firstLogins.set(authInfo, { login });
  return login;
}

function parameters(policy: MailPolicy, origins: Parameter["origins"]): readonly Parameter[] {
  const mechanisms = new Set<string>();
  for (const entry of policy.authInfo.entries()) {
    if (entry.kind === "login") for (const one of entry.login.mechanisms) mechanisms.add(one.toLowerCase());
  }
  const parameter = (name: string, value: string): Parameter => ({ name, value, origins, group: "sasl" });
  return [
    parameter("smtp_sasl_auth_enable", "yes"),
    // Postfix's default forbids plain-text passwords; the old host uses what the server offers.
    parameter("smtp_sasl_security_options", "noanonymous"),
    ...(mechanisms.size > 0 ? [parameter("smtp_sasl_mechanism_filter", [...mechanisms].join(", "))] : []),
  ];
}

function* passwordRows(policy: MailPolicy, version: PostfixVersion): Generator<LookupRow> {
  const hops = knownHops(policy, version);
  for (const entry of policy.authInfo.entries()) {
    if (entry.kind !== "login") continue;
    const value = `${entry.login.name}:${entry.login.password}`;
    if (entry.server !== undefined) {
      yield { key: entry.server.replace(/^\[(.*)\]$/, "$1"), value, at: entry.at };
      for (const hop of hops) if (hop.host === entry.server) yield { key: hop.text, value, at: entry.at };
    }
  }
  for (const entry of policy.authInfo.entries()) {
    if (entry.kind !== "login" || entry.server !== undefined) continue;
    const value = `${entry.login.name}:${entry.login.password}`;
    for (const hop of hops) if (hop.smart) yield { key: hop.text, value, at: entry.at };
  }
}

interface Hop {
  readonly host: string;
  readonly text: string;
  readonly smart: boolean;
}

/** Next hops as they are written in relayhost and the transport table. */
function knownHops(policy: MailPolicy, version: PostfixVersion): readonly Hop[] {
  const hops: Hop[] = [];
  const smart = policy.smartHost.route?.value;
  if (smart?.kind === "relay") {
    for (const host of smart.hosts)
      hops.push({ host: host.host, text: nextHop({ ...smart, hosts: [host] }, version).text, smart: true });
  }
  for (const entry of policy.mailerTable.entries()) {
    if (entry.kind !== "route" || entry.route.kind !== "relay") continue;
    for (const host of entry.route.hosts) {
      hops.push({ host: host.host, text: nextHop({ ...entry.route, hosts: [host] }, version).text, smart: false });
    }
  }
  return hops;
}

function differenceOf(entry: AuthInfoEntry, policy: MailPolicy): RowDifference | undefined {
  if (entry.kind === "broken") return { disposition: "unsupported", note: `Left out: ${entry.reason}.` };
  const { login, server } = entry;
  if (login.name.includes(":"))
    return { disposition: "manual", note: "A user name with a colon cannot stand in a table of passwords." };
  if (login.actsAs !== undefined)
    return { disposition: "manual", note: "Postfix logs in for itself only: it cannot act for another user." };
  if (server === undefined) {
    return policy.smartHost.route
      ? { disposition: "approximate", note: "The log-in for any server is given to the smart host only." }
      : { disposition: "manual", note: "A log-in for any server is not carried over: name the servers." };
  }
  return login.realm === undefined
    ? undefined
    : {
        disposition: "approximate",
        note: "The realm is left out: put it into the user name as user@realm if the server needs it.",
      };
}
