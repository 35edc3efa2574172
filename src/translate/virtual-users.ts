import type { Claim, TableClaim } from "../diagnostics/disposition.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { SourceTable } from "../model/table.ts";
import type { LookupRow, LookupTable } from "../postfix/config.ts";
import type { ListWord, TranslateContext, Translated } from "./context.ts";
import { claimsFor, createTally, tableClaims } from "./shared/claim.ts";
import { virtualCodes } from "./shared/codes.ts";
import { restrictionRank } from "./shared/restriction-rank.ts";
import { rewritingRank } from "./shared/rewriting-rank.ts";
import { checkWord, emptyTableComment, lookupTable, partsOf, tableWord, withoutRepeats } from "./shared/table.ts";
import { hostedDomains, surveyVirtualUsers, virtualDomainClass } from "./shared/virtual-domains.ts";
import { closedDomainSenders } from "./virtual-users/closed-senders.ts";
import { type VirtualPlan, type VirtualRows, virtualPlan } from "./virtual-users/plan.ts";
import { routedThroughHosted } from "./virtual-users/routed-users.ts";

/**
 * `virtual_alias_maps` and `virtual_alias_domains`. Users become rows of an indexed table; what takes parts of the
 * recipient over becomes patterns; refusals become the error transport, which smtpd answers at RCPT, and where an entry
 * for everybody else would hide that, an access table as well.
 */
export function translateVirtualUsers({ policy, options }: TranslateContext): Partial<Translated> {
  const { virtualUsers } = policy;
  const source = virtualUsers.table;
  const domains = domainWords(policy);
  const domainClaims = claimsFor(
    virtualUsers.sources,
    "exact",
    virtualCodes,
    "The domains stand in virtual_alias_domains, or in relay_domains where users that the table lacks are routed on, or in mydestination where they are the local users.",
  );
  if (!source) return { words: domains, claims: domainClaims };
  const plan = virtualPlan(policy);
  const origins = [source.origin];
  const rows = (pick: (rows: VirtualRows) => readonly LookupRow[]) =>
    function* (): Generator<LookupRow> {
      for (const entry of virtualUsers.entries()) yield* pick(plan.rowsOf(entry));
    };
  const special = (pick: (rows: VirtualRows) => readonly LookupRow[]) => () =>
    surveyVirtualUsers(policy).special.flatMap((entry) => pick(plan.rowsOf(entry)));
  const listedLast = function* (): Generator<LookupRow> {
    yield* rows((made) => made.users)();
    yield* special((made) => made.listed)();
  };
  const users = lookupTable(
    "virtual",
    origins,
    ["Virtual users.", ...emptyTableComment(source)],
    plan.needs.listed ? () => withoutRepeats(listedLast()) : rows((made) => made.users),
  );
  const patterns = lookupTable(
    "virtual_patterns",
    origins,
    ["Virtual users that keep parts of the recipient."],
    special((made) => made.patterns),
    "pcre",
  );
  const refusals = lookupTable(
    "transport_refused",
    origins,
    ["Virtual users that are refused."],
    special((made) => made.transports),
  );
  const answers = lookupTable(
    "virtual_refused",
    origins,
    ["Answers to refused users: as recipients, and as senders."],
    special((made) => made.answers),
  );
  const refusedSenders = lookupTable("virtual_senders_refused", origins, ["Refused users may not send either."], () => {
    const keys = surveyVirtualUsers(policy).special.flatMap((entry) => plan.rowsOf(entry).transports);
    return keys.map(({ key, at }) => ({ key, value: "reject_unlisted_sender", ...(at ? { at } : {}) }));
  });
  const senders = closedDomainSenders(policy, source.origin, options);
  const routed = routedThroughHosted(policy, options);
  const { patterns: hasPatterns, transports: hasRefusals, answers: hasAnswers } = plan.needs;
  const optional: readonly (readonly [LookupTable, boolean])[] = [
    [patterns, hasPatterns],
    [refusals, hasRefusals],
    [refusedSenders, hasRefusals],
    [answers, hasAnswers],
  ];
  return {
    tables: [
      users,
      ...optional.flatMap(([table, needed]) => (needed ? [table] : [])),
      ...(senders.tables ?? []),
      ...(routed.tables ?? []),
    ],
    words: [
      ...(senders.words ?? []),
      ...domains,
      tableWord("virtual_alias_maps", rewritingRank.virtual.users, users, options, "rewriting"),
      ...(hasPatterns
        ? [tableWord("virtual_alias_maps", rewritingRank.virtual.patterns, patterns, options, "rewriting")]
        : []),
      ...(hasRefusals
        ? [
            tableWord("transport_maps", rewritingRank.transport.virtualErrors, refusals, options, "routing"),
            // The sender of MAIL FROM is resolved like a recipient (envelope.c, setsender).
            checkWord(
              "smtpd_sender_restrictions",
              restrictionRank.sender.refusedRoutes + 1,
              "check_sender_access",
              refusedSenders,
              options,
            ),
          ]
        : []),
      ...(hasAnswers
        ? [
            checkWord(
              "smtpd_recipient_restrictions",
              restrictionRank.recipient.virtualError,
              "check_recipient_access",
              answers,
              options,
            ),
            // The old host refuses them as senders, too.
            checkWord(
              "smtpd_sender_restrictions",
              restrictionRank.sender.virtualError,
              "check_sender_access",
              answers,
              options,
            ),
          ]
        : []),
      ...(routed.words ?? []),
    ],
    claims: [
      ...domainClaims,
      ...tableClaims(source, virtualCodes, "The table becomes virtual_alias_maps."),
      ...detailClaims(policy, source),
    ],
    tableClaims: partsOf(source).map((path) => () => claimRows(policy, plan, path)),
  };
}

/** FEATURE preserve_local_plus_detail: names with a plus sign are mailboxes of their own, so Postfix takes no detail off. */
function detailClaims({ addressSyntax, virtualUsers }: MailPolicy, source: SourceTable): readonly Claim[] {
  // User tables of WIDE CF know no detail at all, and say what becomes of users that they lack.
  if (addressSyntax.extensionDelimiter.value !== undefined || virtualUsers.absentUsers) return [];
  const note =
    "Names are looked up with their +detail only: the old host also looked for them without it. A user+detail that an entry leads to is found out when mail is delivered, not at RCPT.";
  const lost = source.fromDatabase === true ? ` Note: ${source.remark}.` : "";
  return claimsFor([source.origin], "approximate", virtualCodes, note + lost);
}

/** Domains by class: those that keep nobody over, and those whose users are the local ones. */
function domainWords(policy: MailPolicy): readonly ListWord[] {
  const { shapes } = surveyVirtualUsers(policy);
  const hosted = hostedDomains(policy);
  const local = policy.localDomains.names.filter((fact) => hosted.has(fact.value));
  return [...policy.virtualUsers.domains, ...local].flatMap((fact, index): readonly ListWord[] => {
    const { value: word, origins } = fact;
    const kind = hosted.has(word) ? "alias" : virtualDomainClass(shapes.get(word));
    if (kind === "relay") return [];
    const parameter = kind === "alias" ? "virtual_alias_domains" : "mydestination";
    return [{ parameter, rank: 1000 + index, word, origins, group: "domains" }];
  });
}

function claimRows(policy: MailPolicy, plan: VirtualPlan, path: string): TableClaim {
  const survey = surveyVirtualUsers(policy);
  const tally = createTally(path, virtualCodes);
  const isPart = policy.virtualUsers.table?.parts !== undefined;
  tally.exact(isPart ? survey.plainByFile.get(path) : survey.plain);
  for (const entry of survey.special) {
    if (isPart && entry.at.file !== path) continue;
    switch (entry.kind) {
      case "dead":
        tally.other(entry.at, "obsolete", `Left out: ${entry.reason}.`);
        break;
      case "broken":
        tally.other(entry.at, "unsupported", `Left out: ${entry.reason}.`);
        break;
      default: {
        const difference = plan.differenceOf(entry);
        if (difference === undefined) tally.exact();
        else tally.other(entry.at, "approximate", difference);
      }
    }
  }
  return tally.claim();
}
