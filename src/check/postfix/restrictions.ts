import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { nearestWord } from "../../postfix/catalogue/spelling.ts";
import type { Settings } from "../../postfix/read/settings.ts";
import { listChecks, olderNames, plainChecks } from "../../postfix/restrictions/checks.ts";
import { type RestrictionList, restrictionLists, settingsFor, smtpServices, wordsOf } from "./restriction-lists.ts";
import { type CheckedPostfix, placeOf, placeOfWord, serviceSpan, startOfMainCf } from "./subject.ts";

const accessChecks = [
  "client reverse_client_hostname helo sender recipient etrn sasl ccert",
  "client_mx client_ns client_a reverse_client_hostname_mx reverse_client_hostname_ns reverse_client_hostname_a",
  "helo_mx helo_ns helo_a sender_mx sender_ns sender_a recipient_mx recipient_ns recipient_a",
]
  .join(" ")
  .split(" ")
  .map((kind) => `check_${kind}_access`);

/** Restrictions that take the next word. */
const withArgument = new Set([...accessChecks, ...Object.keys(listChecks), "check_policy_service", "sleep"]);

const known = new Set([
  ...withArgument,
  ...Object.keys(plainChecks),
  ...Object.keys(olderNames),
  "warn_if_reject",
  // Obsolete, still taken with a warning (src/smtpd/smtpd_check.c).
  "permit_naked_ip_address",
  "reject_maps_rbl",
]);

/** One of these must be in smtpd_relay_restrictions or smtpd_recipient_restrictions (src/smtpd/smtpd_check.c). */
const relayGuards = new Set([
  "check_relay_domains",
  "reject_unauth_destination",
  "defer_unauth_destination",
  "reject",
  "defer",
  "defer_if_permit",
]);

/** Restrictions that always decide: what follows is never asked. */
const finals = new Set(["permit", "reject", "defer"]);

/** Misspelt restrictions, those that are never reached, and lists with which smtpd(8) does not start. */
export function checkRestrictions(subject: CheckedPostfix): readonly Diagnostic[] {
  return [
    ...restrictionLists(subject).flatMap((list) => [...unknownNames(list, subject), ...unreached(list, subject)]),
    ...unguarded(subject),
  ];
}

function unknownNames({ place, words }: RestrictionList, subject: CheckedPostfix): readonly Diagnostic[] {
  const classes = new Set(place.settings.words("smtpd_restriction_classes"));
  return restrictionsOf(words)
    .map(({ name }) => name)
    .filter((name) => !known.has(name.toLowerCase()) && !classes.has(name) && !name.includes(":"))
    .map((name) => {
      const near = nearestWord(name, known);
      return diagnose(
        "PF4053",
        placeOfWord(subject, place, name),
        `${place.parameter} names ${name}, which is no restriction: smtpd(8) answers 451 to everybody who comes to it`,
        { suggestions: near ? [{ kind: "becomes", text: near }] : [] },
      );
    });
}

/** The restrictions of a list, each without its argument. */
function restrictionsOf(words: readonly string[]): readonly { readonly name: string; readonly isWarning: boolean }[] {
  const found: { name: string; isWarning: boolean }[] = [];
  let isWarning = false;
  for (let at = 0; at < words.length; at += 1) {
    const name = words[at] ?? "";
    if (name.toLowerCase() === "warn_if_reject") {
      isWarning = true;
      continue;
    }
    found.push({ name, isWarning });
    isWarning = false;
    if (withArgument.has(name.toLowerCase())) at += 1;
  }
  return found;
}

function unreached({ place, words }: RestrictionList, subject: CheckedPostfix): readonly Diagnostic[] {
  const restrictions = restrictionsOf(words);
  const last = restrictions.findIndex(({ name, isWarning }) => finals.has(name.toLowerCase()) && !isWarning);
  const next = restrictions[last + 1];
  if (last === -1 || !next) return [];
  const rest = restrictions.length - last - 1;
  const more = rest > 1 ? `and ${rest - 1} more after it ` : "";
  const final = restrictions[last]?.name ?? "";
  return [
    diagnose(
      "PF4052",
      placeOfWord(subject, place, next.name),
      `${place.parameter}: ${next.name} ${more}stand${rest > 1 ? "" : "s"} behind ${final}, which always decides, and ${rest > 1 ? "are" : "is"} never asked`,
    ),
  ];
}

/** smtpd(8) ends with a fatal error when nothing in its lists keeps strangers from relaying. */
function unguarded(subject: CheckedPostfix): readonly Diagnostic[] {
  const services = smtpServices(subject);
  const bad = (services.length > 0 ? services : [undefined]).filter(
    (service) => !isGuarded(settingsFor(subject, service)),
  );
  const [first] = bad;
  if (bad.length === 0) return [];
  const isOwn = first?.options.some(([name]) => /^smtpd_(?:relay|recipient)_restrictions$/.test(name));
  const at =
    (isOwn && first ? serviceSpan(first) : undefined) ??
    placeOf(subject, "smtpd_relay_restrictions") ??
    placeOf(subject, "smtpd_recipient_restrictions") ??
    placeOf(subject, "compatibility_level") ??
    (first && serviceSpan(first)) ??
    startOfMainCf(subject);
  const isWritten = restrictionLists(subject).some(({ place }) => /relay|recipient/.test(place.parameter));
  const names = bad.flatMap((service) => (service ? [`${service.name}/${service.type}`] : []));
  const needed = "smtpd_relay_restrictions or smtpd_recipient_restrictions needs reject_unauth_destination or its like";
  return [
    diagnose("PF4051", at, `smtpd(8) does not start${names.length > 0 ? ` as ${names.join(", ")}` : ""}: ${needed}`, {
      // Old defaults may only mean that the directory is not complete yet.
      ...(isWritten ? {} : { severity: "warning", suggestions: [{ kind: "help", text: "compatibility_level = 3.6" }] }),
    }),
  ];
}

/** Whether smtpd(8) accepts the lists; a `permit` before the guard makes it one that does not work. */
export function isGuarded(settings: Settings): boolean {
  return ["smtpd_relay_restrictions", "smtpd_recipient_restrictions"].some((name) =>
    holdsGuard(wordsOf(settings.text(name)), settings, 0),
  );
}

function holdsGuard(words: readonly string[], settings: Settings, depth: number): boolean {
  const classes = settings.words("smtpd_restriction_classes");
  for (const { name, isWarning } of restrictionsOf(words)) {
    if (isWarning) continue;
    const lower = name.toLowerCase();
    if (lower === "permit") return false;
    if (relayGuards.has(lower)) return true;
    if (depth < 20 && classes.includes(name) && holdsGuard(wordsOf(settings.text(name)), settings, depth + 1))
      return true;
  }
  return false;
}
