import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { isHostname } from "../../postfix/resolve/hostname.ts";
import { parseNetwork } from "../../postfix/tables/network.ts";
import { materialOf } from "./material.ts";
import { type CheckedPostfix, placeOf, placeOfWord, placesOf } from "./subject.ts";

/** Address classes by the list that makes them, in the order in which Postfix asks (ADDRESS_CLASS_README). */
const classes = ["mydestination", "virtual_alias_domains", "virtual_mailbox_domains", "relay_domains"] as const;

/** A domain belongs to one address class; trivial-rewrite(8) warns of the others at each message. */
export function checkDomains(subject: CheckedPostfix): readonly Diagnostic[] {
  return [...overlaps(subject), ...names(subject), ...networks(subject), ...interfaces(subject)];
}

function overlaps(subject: CheckedPostfix): readonly Diagnostic[] {
  const { environment } = subject.resolver;
  const { settings } = subject.directory;
  const lists = classes.map((name) => environment.matchList(settings, name));
  return materialOf(subject).domains.flatMap((domain) => {
    const members = lists.filter((list) =>
      list.parameter === "relay_domains" ? list.words.includes(domain) : list.matchesText(domain) === "yes",
    );
    const [first, ...others] = members.filter((list) => !isHarmless(subject, list.parameter, members[0]?.parameter));
    const [second] = others;
    if (!first || !second) return [];
    const related = placeOf(subject, first.parameter);
    const also = others.map((list) => list.parameter).join(" and ");
    return [
      diagnose(
        "PF4040",
        placeOf(subject, second.parameter) ?? related,
        `${domain} is in ${first.parameter} and ${also}; ${first.parameter} counts`,
        { related: related ? [{ message: "the list that counts", at: related }] : [] },
      ),
    ];
  });
}

/** relay_domains was $mydestination before Postfix 3.0, and still is in many a main.cf: local domains stay local. */
function isHarmless(subject: CheckedPostfix, parameter: string, first: string | undefined): boolean {
  if (parameter !== "relay_domains") return false;
  return first === "mydestination" || placeOf(subject, "relay_domains") === undefined;
}

/** myhostname, mydomain, myorigin and the like hold one name each. */
function names(subject: CheckedPostfix): readonly Diagnostic[] {
  return ["myhostname", "mydomain", "myorigin"].flatMap((parameter) =>
    placesOf(subject, parameter).flatMap((place) => {
      const value = place.settings.text(parameter);
      if (place.at === undefined || value.startsWith("/")) return [];
      if (!isHostname(value, true))
        return [diagnose("PF4041", place.at, `${parameter} must be one name, not "${value}"`)];
      if (parameter === "myorigin" || value.includes(".")) return [];
      return [
        diagnose("PF4041", place.at, `${parameter} = ${value} has no dot: other hosts refuse such a name`, {
          severity: "info",
        }),
      ];
    }),
  );
}

const networkLists = ["mynetworks", "smtpd_authorized_xclient_hosts", "smtpd_authorized_xforward_hosts"];

/** A network with bits behind its mask makes every question about the list fail: 451 to everybody. */
function networks(subject: CheckedPostfix): readonly Diagnostic[] {
  return networkLists.flatMap((parameter) =>
    placesOf(subject, parameter).flatMap((place) =>
      place.at === undefined
        ? []
        : place.settings.words(parameter).flatMap((word) => {
            const network = word.replace(/^!+/, "");
            if (!/^\[?[0-9a-f.:]+\]?\/\d+$/i.test(network) && !/^\d+(?:\.\d+)+$/.test(network)) return [];
            const parsed = parseNetwork(network);
            const at = placeOfWord(subject, place, word);
            if (typeof parsed === "string") return [diagnose("PF4042", at, `${parameter}: ${word}: ${parsed}`)];
            const wide = /\/(\d+)$/.exec(network)?.[1];
            if (wide !== "0") return [];
            return [diagnose("PF4042", at, `${parameter}: ${word} holds every host there is`)];
          }),
    ),
  );
}

/** Addresses that Postfix listens on against what else the directory says. */
function interfaces(subject: CheckedPostfix): readonly Diagnostic[] {
  const { settings, services } = subject.directory;
  const words = settings.words("inet_interfaces");
  const at = placeOf(subject, "inet_interfaces");
  const isLoopback = (word: string): boolean => /^(?:loopback-only|localhost|127(?:\.\d+){3}|\[?::1\]?)$/i.test(word);
  if (at === undefined || words.length === 0) return [];
  const found: Diagnostic[] = [];
  const protocols = settings.words("inet_protocols").map((word) => word.toLowerCase());
  const unusable = words.filter((word) =>
    protocols.includes("ipv4") && !protocols.includes("ipv6") ? word.includes(":") : false,
  );
  for (const word of unusable) {
    found.push(
      diagnose("PF4043", at, `inet_interfaces names ${word}, and inet_protocols = ${protocols.join(" ")} has no IPv6`),
    );
  }
  const takesMail = [
    ...settings.words("relay_domains"),
    ...settings.words("virtual_alias_domains"),
    ...settings.words("virtual_mailbox_domains"),
  ];
  const listens = services.some(({ command, type }) => command === "smtpd" && type === "inet");
  if (
    words.every(isLoopback) &&
    listens &&
    takesMail.some((word) => word.includes(".")) &&
    placeOf(subject, "relay_domains") !== undefined
  ) {
    found.push(
      diagnose(
        "PF4043",
        at,
        `Postfix listens on loopback only, and takes mail for ${takesMail.length} domains of other hosts`,
        {
          severity: "info",
        },
      ),
    );
  }
  return found;
}
