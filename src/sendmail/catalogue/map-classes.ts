import rows from "./map-classes.json" with { type: "json" };

/** Who reads the arguments of a map (map.c): each has its own flags. */
type ArgumentReader =
  | "standard"
  | "ldap"
  | "ph"
  | "dns"
  | "host"
  | "dequote"
  | "regex"
  | "sequence"
  | "syslog"
  | "foreign";

/** One class of maps: conf.c setupmaps(). */
export interface MapClassEntry {
  readonly name: string;
  readonly needsFile: boolean;
  readonly meaning: string;
  /** Flag letters that the class knows; undefined: all are taken without a word. */
  readonly flags: ReadonlySet<string> | undefined;
  /** Part of sendmail as it is given out; others come from patches. */
  readonly ofSendmail: boolean;
}

/** Letters in map.c map_parseargs() and its fellows. Those that are undefined here complain of nothing. */
const FLAGS: Readonly<Record<ArgumentReader, string | undefined>> = {
  standard: "AaDdfkmNOoqSTtvz",
  ldap: "AaDfmNOoqSTtz12bcdHhKklMnPpRrsVvwxZ",
  ph: "NOofmAqtaTlSDhkrv",
  dns: "AaBdfmNOoqSrTtzZR",
  host: undefined,
  dequote: undefined,
  regex: "nfbsdamqSDtT",
  sequence: undefined,
  syslog: "DSL",
  foreign: undefined,
};

const entries: ReadonlyMap<string, MapClassEntry> = new Map(
  Object.entries(rows).map(([name, row]) => {
    const flags = FLAGS[argumentReader(row.arguments)];
    return [
      name,
      {
        name,
        needsFile: row.needsFile,
        meaning: row.meaning,
        flags: flags === undefined ? undefined : new Set(flags),
        ofSendmail: row.arguments !== "foreign",
      },
    ];
  }),
);

function argumentReader(text: string): ArgumentReader {
  const known: readonly ArgumentReader[] = [
    "ldap",
    "ph",
    "dns",
    "host",
    "dequote",
    "regex",
    "sequence",
    "syslog",
    "foreign",
  ];
  return known.find((one) => one === text) ?? "standard";
}

/** Case does not count (stab.c). */
export function mapClassNamed(name: string): MapClassEntry | undefined {
  return entries.get(name.toLowerCase());
}

export function mapClassEntries(): readonly MapClassEntry[] {
  return [...entries.values()];
}
