import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { valueWords } from "../../postfix/read/value-words.ts";
import { lineSpan, type Span } from "../../source/source-file.ts";
import { type CheckedPostfix, namesSet, placeOfWord, placesOf, type SettingPlace } from "./subject.ts";

/** Types whose name is a file, or that are made of such tables. */
const fileTypes =
  /^(?:proxy:)*(?:hash|btree|dbm|sdbm|lmdb|cdb|texthash|regexp|pcre|cidr|unionmap|pipemap|randmap|inline|static)[:]/;
const serverTypes = /^(?:proxy:)*(?:ldap|mysql|pgsql|sqlite|mongodb|memcache|socketmap|nisplus|nis):/;

/** Parameters whose words may be `/file`: a list of patterns, one or more a line (postconf(5)). */
const listParameters = [
  "debug_peer_list",
  "fast_flush_domains",
  "mydestination",
  "mynetworks",
  "permit_mx_backup_networks",
  "qmqpd_authorized_clients",
  "relay_domains",
  "smtpd_authorized_verp_clients",
  "smtpd_authorized_xclient_hosts",
  "smtpd_authorized_xforward_hosts",
  "smtpd_client_event_limit_exceptions",
  "smtpd_sasl_exceptions_networks",
  "virtual_alias_domains",
  "virtual_mailbox_domains",
];

/** Tables that Postfix makes and writes itself: they are not there before it runs (postconf(5)). */
const caches = /^(?:\w+_session_cache_database|address_verify_map|postscreen_cache_map|smtp_sasl_auth_cache_name)$/;

/** A lookup table as a parameter names it. */
export interface NamedTable {
  readonly reference: string;
  readonly place: SettingPlace;
  readonly form: "postmap" | "aliases";
}

/** Every table that main.cf or master.cf names, once for each parameter that does. */
export function namedTables(subject: CheckedPostfix): readonly NamedTable[] {
  const found = new Map<string, NamedTable>();
  for (const parameter of namesSet(subject).filter((name) => !caches.test(name))) {
    const form = parameter === "alias_maps" || parameter === "alias_database" ? "aliases" : "postmap";
    for (const place of placesOf(subject, parameter)) {
      if (place.at === undefined) continue;
      for (const reference of tableWords(place.settings.text(parameter))) {
        const key = `${parameter} ${place.service?.name ?? ""} ${reference}`;
        if (!found.has(key)) found.set(key, { reference, place, form });
      }
    }
  }
  return [...found.values()];
}

/** `type:name` words of a value, also inside `{ check_..._access type:name }`. */
function tableWords(value: string): readonly string[] {
  return valueWords(value)
    .map((word) => word.replace(/^!+/, ""))
    .filter((word) => fileTypes.test(word) || serverTypes.test(word));
}

/** Tables that cannot be read, and what is wrong with the rows of the others. Each table is read once. */
export function checkTables(subject: CheckedPostfix): readonly Diagnostic[] {
  const { tables } = subject.resolver.environment;
  const seen = new Set<string>();
  const aliasForm = new Set(
    namedTables(subject).flatMap(({ form, reference }) => (form === "aliases" ? [reference] : [])),
  );
  return namedTables(subject).flatMap((named) => {
    const form = aliasForm.has(named.reference) ? "aliases" : named.form;
    if (seen.has(named.reference)) return [];
    seen.add(named.reference);
    const { diagnostics } = tables.open(named.reference, { form });
    return diagnostics.map((one) => (isWhole(one) ? ofReference(one, named, subject) : one));
  });
}

/** Keys of one table that are looked at. */
const KEYS = 20_000;

/**
 * Tables of one list that never get to answer: those after a static: one, and keys that an earlier table has too. Each
 * key is asked of all tables before the next key is made (src/global/maps.c), so the same key always ends at the first.
 */
export function checkShadowedTables(subject: CheckedPostfix): readonly Diagnostic[] {
  const lists = new Map<string, NamedTable[]>();
  for (const named of namedTables(subject).filter(({ place }) => /_maps$/.test(place.parameter))) {
    const key = `${named.place.parameter} ${named.place.service?.name ?? ""}`;
    lists.set(key, [...(lists.get(key) ?? []), named]);
  }
  return [...lists.values()].flatMap((list) =>
    list.flatMap((named, index) => shadowed(named, list.slice(0, index), subject)),
  );
}

function shadowed(named: NamedTable, earlier: readonly NamedTable[], subject: CheckedPostfix): readonly Diagnostic[] {
  const { reference, place, form } = named;
  const at = placeOfWord(subject, place, reference);
  const all = earlier.find((each) => /^(?:proxy:)*static:./.test(each.reference));
  if (all) return [diagnose("PF4025", at, `${place.parameter}: ${all.reference} answers before ${reference} is asked`)];
  const { tables } = subject.resolver.environment;
  const keys = [...take(tables.open(reference, { form }).keys?.() ?? [])].filter((key) => key !== "@");
  for (const before of earlier) {
    const known = new Set(take(tables.open(before.reference, { form: before.form }).keys?.() ?? []));
    const both = keys.filter((key) => known.has(key));
    const [first] = both;
    if (first === undefined) continue;
    const more = both.length > 1 ? ` and ${both.length - 1} more` : "";
    const message = `${place.parameter}: ${first}${more} of ${reference} is not used: ${before.reference} has it too`;
    return [diagnose("PF4025", rowPlace(subject, reference, first) ?? at, message)];
  }
  return [];
}

function* take(keys: Iterable<string>): Generator<string> {
  let count = 0;
  for (const key of keys) {
    if (count >= KEYS) return;
    count += 1;
    yield key;
  }
}

/** A finding about the table as such, not about one of its lines. */
function isWhole(one: Diagnostic): boolean {
  return one.at === undefined || one.at.file === "main.cf";
}

function ofReference(one: Diagnostic, { reference, place }: NamedTable, subject: CheckedPostfix): Diagnostic {
  const { at: _, ...rest } = one;
  const at = placeOfWord(subject, place, reference);
  const moved: Diagnostic = { ...rest, ...(at ? { at } : {}) };
  return one.code === "PF4020" && isOfThisMachine(reference.replace(/^.*?(?=\/)/, ""), subject)
    ? { ...moved, severity: "warning", suggestions: [hostIsElsewhere] }
    : moved;
}

const hostIsElsewhere = { kind: "help", text: "--root DIR names the directory that holds the host's files" } as const;

/** Whether a path leads out of the directory to a machine that may be another one than the host. */
function isOfThisMachine(path: string, { knowsHost }: CheckedPostfix): boolean {
  return !knowsHost && !path.startsWith("/etc/postfix/");
}

/** `/file` words of pattern lists; `myorigin = /file` as Debian has it. */
export function checkListFiles(subject: CheckedPostfix): readonly Diagnostic[] {
  const { files } = subject.directory;
  return [...listParameters, "myorigin"].flatMap((parameter) =>
    placesOf(subject, parameter).flatMap((place) =>
      place.at === undefined
        ? []
        : place.settings
            .words(parameter)
            .map((word) => word.replace(/^!+/, ""))
            .filter((word) => word.startsWith("/") && !files.exists(word))
            .map((path) => {
              const there = isOfThisMachine(path, subject);
              return diagnose("PF4030", placeOfWord(subject, place, path), `${parameter}: there is no file ${path}`, {
                ...(there ? { severity: "warning", suggestions: [hostIsElsewhere] } : {}),
              });
            }),
    ),
  );
}

/** The line of a key in a table's text, found by reading it again; undefined where there is no such text. */
export function rowPlace({ directory }: CheckedPostfix, reference: string, key: string): Span | undefined {
  const path = reference.slice(reference.lastIndexOf(":") + 1);
  if (!path.startsWith("/") || key === "") return undefined;
  const shown = path.replace(/^\/etc\/postfix\//, "").replace(/^\//, "");
  for (const { number, text } of directory.files.lines(path)) {
    const start = text.slice(0, key.length).toLowerCase();
    if (start === key && /^(?:[\s:]|$)/.test(text.slice(key.length))) {
      return lineSpan(shown, number, 1, key.length + 1);
    }
  }
  return undefined;
}
