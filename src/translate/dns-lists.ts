import type { Claim } from "../diagnostics/disposition.ts";
import type { DnsList } from "../model/dns-lists.ts";
import type { Fact } from "../model/fact.ts";
import type { LookupTable, Parameter } from "../postfix/config.ts";
import type { ListWord, TranslateContext, Translated } from "./context.ts";
import { claimsFor } from "./shared/claim.ts";
import { clientCodes } from "./shared/codes.ts";
import { restrictionRank } from "./shared/restriction-rank.ts";
import { accessReply } from "./shared/smtp-reply.ts";
import { lookupTable, tableWord } from "./shared/table.ts";

/** `reject_rbl_client`, `reject_rhsbl_sender`, `rbl_reply_maps`; reverse names by reject_unknown_client_hostname. */
export function translateDnsLists({ policy, options }: TranslateContext): Partial<Translated> {
  const { lists, sources, requiresReverseName } = policy.dnsLists;
  const refusing = lists.filter((fact) => fact.value.action === "refuse");
  const texts = refusing.filter((fact) => fact.value.refusal !== undefined);
  const replies = lookupTable(
    "rbl_replies",
    texts.flatMap((fact) => fact.origins),
    ["What is answered to listed clients and senders."],
    function* () {
      for (const { value: list } of texts) {
        if (list.refusal) yield { key: domainOf(list), value: replyText(accessReply(list.refusal)) };
      }
    },
  );
  const tables: readonly LookupTable[] = texts.length > 0 ? [replies] : [];
  return {
    tables,
    words: [
      ...refusing.map(listWord),
      ...tables.map((table) => tableWord("rbl_reply_maps", 0, table, options, "access")),
      ...(requiresReverseName ? reverseWords(requiresReverseName) : []),
    ],
    parameters: requiresReverseName ? [unknownClientCode(requiresReverseName)] : [],
    claims: [
      ...claimsFor(sources, "exact", clientCodes, "smtpd asks the lists by itself."),
      ...lists.flatMap(listClaims),
      ...reverseClaims(requiresReverseName),
    ],
  };
}

function listWord(fact: Fact<DnsList>, index: number): ListWord {
  const { asks } = fact.value;
  const word = `${asks === "client" ? "reject_rbl_client" : "reject_rhsbl_sender"} ${domainOf(fact.value)}`;
  const rank = (asks === "client" ? restrictionRank.client.dnsList : restrictionRank.sender.dnsList) + index;
  const parameter = asks === "client" ? "smtpd_client_restrictions" : "smtpd_sender_restrictions";
  return { parameter, rank, word, origins: fact.origins, group: "access" };
}

/** `zone=127.0.0.[2;4]`: answers that count (postconf(5), reject_rbl_client); a star is any octet. */
function domainOf({ zone, answers }: DnsList): string {
  const patterns = answers.filter((answer) => /^(\d{1,3}|\*)(\.(\d{1,3}|\*)){3}$/.test(answer));
  if (patterns.length === 0) return zone;
  const octets = patterns.map((answer) => answer.split("."));
  const [first = []] = octets;
  const sameNet = octets.every((parts) => parts.slice(0, 3).join() === first.slice(0, 3).join());
  const last = octets.map((parts) => (parts[3] === "*" ? "0..255" : (parts[3] ?? "")));
  const net = first.slice(0, 3).map((part) => (part === "*" ? "[0..255]" : part));
  if (!sameNet) return `${zone}=${first.map((part) => (part === "*" ? "[0..255]" : part)).join(".")}`;
  const single = last.length === 1 && last[0] !== "0..255" ? (last[0] ?? "") : `[${last.join(";")}]`;
  return `${zone}=${[...net, single].join(".")}`;
}

function replyText(text: string): string {
  return text
    .replace(/\$/g, "$$$$")
    .replace(/\{client\}/g, "$client_address")
    .replace(/\{sender-domain\}/g, "$rbl_what");
}

function listClaims({ value: list, origins }: Fact<DnsList>): readonly Claim[] {
  if (list.action !== "refuse") {
    return claimsFor(
      origins,
      "manual",
      clientCodes,
      `Postfix can only refuse listed clients, not ${list.action} their mail: ask ${list.zone} in a policy service or a milter.`,
    );
  }
  const note = list.defersOnFailure
    ? `${list.zone} is asked by smtpd. While the list does not answer, clients pass; the old host told them to try again.`
    : `${list.zone} is asked by smtpd, for IPv6 clients as well.`;
  return claimsFor(origins, "approximate", clientCodes, note);
}

function reverseWords(fact: Fact<true>): readonly ListWord[] {
  const word = (text: string, offset: number): ListWord => ({
    parameter: "smtpd_client_restrictions",
    rank: restrictionRank.client.reverseName + offset,
    word: text,
    origins: fact.origins,
    group: "access",
  });
  return [word("permit_mynetworks", 0), word("reject_unknown_client_hostname", 10)];
}

function unknownClientCode(fact: Fact<true>): Parameter {
  return { name: "unknown_client_reject_code", value: "550", origins: fact.origins, group: "access" };
}

function reverseClaims(fact: Fact<true> | undefined): readonly Claim[] {
  return claimsFor(
    fact?.origins ?? [],
    "approximate",
    clientCodes,
    "Clients whose name does not lead back to their address are refused at once; the old host told them to try again.",
  );
}
