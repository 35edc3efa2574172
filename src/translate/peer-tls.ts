import type { MailPolicy } from "../model/policy.ts";
import type { LookupRow } from "../postfix/config.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { surveyAccess } from "./shared/access-survey.ts";
import { requiresTls, serverLevel, type TlsEntry } from "./shared/peer-tls.ts";
import { restrictionRank } from "./shared/restriction-rank.ts";
import { checkWord, lookupTable, tableWord, withoutRepeats } from "./shared/table.ts";

/**
 * TLS_Srv:, TLS_Rcpt:, Try_TLS: and TLS_Clt: of the access table. The old host asks by the server's name, Postfix by the
 * next hop (smtp_tls_policy_maps), so a row helps where both are the same name; the rows say so in their claim.
 */
export function translatePeerTls({ policy, options }: TranslateContext): Partial<Translated> {
  const table = policy.access.table;
  const used = table ? usedKinds(policy) : { servers: false, clients: false };
  if (!table || (!used.servers && !used.clients)) return {};
  const origins = [table.origin];
  const servers = lookupTable("tls_policy", origins, ["TLS by next hop."], () => withoutRepeats(serverRows(policy)));
  const clients = lookupTable("tls_clients", origins, ["Clients that must use TLS."], () =>
    withoutRepeats(clientRows(policy)),
  );
  return {
    tables: [...(used.servers ? [servers] : []), ...(used.clients ? [clients] : [])],
    words: [
      ...(used.servers ? [tableWord("smtp_tls_policy_maps", 0, servers, options, "tls")] : []),
      ...(used.clients
        ? [
            checkWord(
              "smtpd_sender_restrictions",
              restrictionRank.sender.trustedLogin - 10,
              "check_client_access",
              clients,
              options,
            ),
          ]
        : []),
    ],
  };
}

function usedKinds(policy: MailPolicy): { readonly servers: boolean; readonly clients: boolean } {
  let servers = false;
  let clients = false;
  for (const entry of tlsEntries(policy)) {
    servers ||= serverLevel(entry) !== undefined;
    clients ||= requiresTls(entry);
  }
  return { servers, clients };
}

function* tlsEntries(policy: MailPolicy): Generator<TlsEntry> {
  if (!surveyAccess(policy.access).kinds.has("tls")) return;
  for (const entry of policy.access.entries()) if (entry.kind === "tls") yield entry;
}

function* serverRows(policy: MailPolicy): Generator<LookupRow> {
  for (const entry of tlsEntries(policy)) {
    const level = serverLevel(entry);
    const { subject, at } = entry;
    if (level === undefined) continue;
    if (subject.kind === "domain") yield { key: subject.domain, value: level, at };
    if (subject.kind === "below") yield { key: `.${subject.domain}`, value: level, at };
  }
}

function* clientRows(policy: MailPolicy): Generator<LookupRow> {
  for (const entry of tlsEntries(policy)) {
    if (!requiresTls(entry)) continue;
    const { subject, at } = entry;
    const value = "reject_plaintext_session";
    if (subject.kind === "domain") yield { key: subject.domain, value, at };
    if (subject.kind === "network" && subject.network.family === "ipv4") {
      const octets = subject.network.address.split(".").slice(0, subject.network.prefix / 8);
      yield { key: octets.join("."), value, at };
    }
  }
}
