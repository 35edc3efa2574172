import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** One line of an emitted Postfix directory, changed. */
export interface PostfixMutant {
  readonly file: string;
  readonly text: string;
  /** What was changed, for people: `main.cf: relay_domains without "a.example"`. */
  readonly change: string;
}

/** Parameters that decide where addresses lead, how they are written, who may send, or how much. */
const decides =
  /^(mydestination|myhostname|mydomain|myorigin|mynetworks|relay_domains|relayhost|.*transport_maps|.*_transport|virtual_alias_(maps|domains)|.*canonical_(maps|classes)|.*generic_maps|masquerade_.*|propagate_unmatched_extensions|recipient_delimiter|append_(dot_mydomain|at_myorigin)|swap_bangpath|allow_percent_hack|alias_maps|luser_relay|local_recipient_maps|smtpd_.*_restrictions|.*_reject_code|message_size_limit|smtpd_recipient_limit|hopcount_limit|local_header_rewrite_clients|forward_path|smtpd_reject_unlisted_(recipient|sender))$/;

/** Every change of one line that decides something; the same directory gives the same list. */
export function mutantsOf(directory: string): readonly PostfixMutant[] {
  const files = readdirSync(directory).filter((name) => statSync(join(directory, name)).isFile());
  return files.sort().flatMap((file) => {
    const text = readFileSync(join(directory, file), "latin1");
    if (file === "main.cf") return settingMutants(text);
    if (["master.cf", "build-tables", "migration.json"].includes(file)) return [];
    return rowMutants(file, text);
  });
}

interface Setting {
  readonly name: string;
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

function settingMutants(text: string): readonly PostfixMutant[] {
  const settings: Setting[] = [...text.matchAll(/^(\w+)[ \t]*=(.*(?:\n[ \t]+\S.*)*)/gm)].map((found) => {
    const [whole, name = "", value = ""] = found;
    return { name, value: value.trim(), from: found.index, to: found.index + whole.length };
  });
  const changed = ({ name, from, to }: Setting, value: string | undefined, change: string): PostfixMutant => ({
    file: "main.cf",
    text: text.slice(0, from) + (value === undefined ? "" : `${name} = ${value}`) + text.slice(to),
    change: `main.cf: ${name} ${change}`,
  });
  return settings
    .filter(({ name }) => decides.test(name))
    .flatMap((setting) => {
      const { value } = setting;
      const opposite = { yes: "no", no: "yes" }[value];
      if (opposite !== undefined) return [changed(setting, opposite, `= ${opposite}`)];
      // Another code of the same class tells a client the same.
      if (setting.name.endsWith("_reject_code")) return [changed(setting, "450", "= 450")];
      if (/^\d+$/.test(value)) return [changed(setting, String(Number(value) + 1), `= ${Number(value) + 1}`)];
      const words = wordsOf(value);
      if (words.length < 2) return [changed(setting, undefined, "left out")];
      return words.flatMap((word, at) => {
        if (/^(sleep|reject_unauth_pipelining)\b/.test(word)) return []; // How patient a client must be.
        const rest = words.filter((_, other) => other !== at);
        return changed(setting, `\n    ${rest.join("\n    ")}`, `without "${word}"`);
      });
    });
}

/** The items of a list: a check and its table are one, as are the words of a `{ ... }` group. */
function wordsOf(value: string): readonly string[] {
  const words: string[] = [];
  for (const word of value.match(/(?:[^\s,{}]|\{(?:[^{}]|\{[^{}]*\})*\})+/g) ?? []) {
    const before = words.at(-1);
    if (before !== undefined && /^(check_\w+|reject_r[bh]s?bl_\w+|sleep)$/.test(before))
      words[words.length - 1] = `${before} ${word}`;
    else words.push(word);
  }
  return words;
}

function rowMutants(file: string, text: string): readonly PostfixMutant[] {
  const lines = text.split("\n");
  return lines.flatMap((line, at) => {
    const row = /^([^\s#]\S*)([ \t]+)(\S.*)$/.exec(line);
    if (!row) return [];
    const [, key = "", gap = "", value = ""] = row;
    const other = changedValue(value);
    const mutant = (replacement: readonly string[], change: string): PostfixMutant => ({
      file,
      text: [...lines.slice(0, at), ...replacement, ...lines.slice(at + 1)].join("\n"),
      change: `${file}:${at + 1}: ${change}`,
    });
    return [mutant([], `without ${key}`), mutant([`${key}${gap}${other}`], `${key} -> ${other}`)];
  });
}

/** Another answer of the same kind: a verdict turned round, another name in an address or a next hop. */
function changedValue(value: string): string {
  if (/^(OK|RELAY|PERMIT|DUNNO|permit\w*)\b/i.test(value)) return "REJECT";
  if (/^(REJECT|DISCARD|ERROR|DEFER|[45]\d\d|reject\w*)\b/i.test(value)) return "OK";
  return value.replace(/[A-Za-z](?=[^A-Za-z]*$)/, (letter) => (letter.toLowerCase() === "q" ? "z" : "q"));
}
