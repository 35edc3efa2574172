import type { ClientPlace } from "../../model/behaviour.ts";
import { macroName } from "../../sendmail/ruleset/macro-names.ts";
import { META } from "../../sendmail/ruleset/metasymbol.ts";
import { OP, type Rule } from "../../sendmail/ruleset/program.ts";
import { readNetwork } from "../shared/client-network.ts";
import { readSteps } from "./ask.ts";
import { nameSample } from "./expression.ts";
import { freshWord } from "./instances.ts";
import type { Study } from "./study.ts";

/** A client that stands for all of its place. */
export interface SampleClient {
  readonly place: ClientPlace;
  readonly name: string | undefined;
  readonly address: string;
}

const MOST = 200;

/** An address of the documentation networks that nothing names, with a fresh name. */
export function strangerOf(study: Study): { readonly name: string; readonly address: string } {
  const free = ["203.0.113.77", "198.51.100.77", "192.0.2.77"].find((address) => {
    const [a, b, c] = address.split(".");
    return !study.known(`${a}.${b}.${c}`);
  });
  const word = (index: number): string => freshWord(index, 0, study.known);
  return { name: `${word(3)}.${word(2)}.${word(1)}`, address: free ?? "100.64.77.77" };
}

/** Clients that rules name: addresses and their first octets among the literals, and members of the classes. */
export function clientsOf(study: Study, rules: readonly Rule[]): readonly SampleClient[] {
  const places = new Map<string, SampleClient>();
  const add = (text: string): void => {
    for (const client of samplesOf(study, text)) {
      if (places.size < MOST) places.set(JSON.stringify(client.place), client);
    }
  };
  add("127.0.0.1");
  const classes = new Set<string>();
  for (const rule of rules) {
    if (rule.span === undefined || !study.byHand.has(rule.span.line)) continue;
    for (const text of literalsOf(study, rule)) add(text);
    rule.ops.forEach((op, at) => {
      if (op === OP.inClass) classes.add(macroName(study.engine.program.names, rule.args[at] ?? 0));
    });
  }
  for (const name of classes) {
    for (const { text } of study.context.config.classes.get(name)?.members ?? []) add(text);
  }
  for (const client of matchingClients(study)) {
    if (places.size < MOST) places.set(JSON.stringify(client.place), client);
  }
  return [...places.values()];
}

/** Clients whose names match the regular expressions that check_relay asks with the name of a client. */
function matchingClients(study: Study): readonly SampleClient[] {
  const { engine, context } = study;
  const { name, address } = strangerOf(study);
  if (!engine.program.rulesetNumbers.has("check_relay")) return [];
  const input = `${name}${String.fromCharCode(META.conditionalElse)}${address}`;
  const macros = { client_name: name, client_addr: address };
  const { lookups } = readSteps(engine.run(["check_relay"], input, { steps: "rules-and-maps", macros }).steps ?? []);
  return lookups.flatMap(({ line, map, key }): readonly SampleClient[] => {
    const symbol = context.config.maps.get(map);
    if (!study.byHand.has(line) || symbol?.mapClass.toLowerCase() !== "regex" || key.toLowerCase() !== name) return [];
    const expression = symbol.spec ?? "";
    const sample = nameSample(expression, name);
    return sample === undefined ? [] : [{ place: { kind: "expression", expression }, name: sample, address }];
  });
}

/** Runs of literal tokens of a left-hand side: `127.0.0.1`, `10.1`, `example.com`. */
function literalsOf({ engine }: Study, rule: Rule): readonly string[] {
  const { texts } = engine.program.atoms;
  const runs = [""];
  rule.ops.forEach((op, at) => {
    const text = op === OP.literal ? (texts[rule.lhs[at] ?? 0] ?? "") : " ";
    if (/^[\w.:-]+$/.test(text)) runs[runs.length - 1] += text;
    else runs.push("");
  });
  return runs.map((run) => run.replace(/^\.+|\.+$/g, "")).filter((run) => run.length > 1);
}

function samplesOf(study: Study, text: string): readonly SampleClient[] {
  const stranger = strangerOf(study);
  const network = readNetwork(text);
  if (network?.family === "ipv4") {
    const given = text.replace(/[[\]]/g, "").split(".");
    const address = [...given, "7", "7", "7"].slice(0, 4).join(".");
    return [{ place: { kind: "network", network }, name: stranger.name, address }];
  }
  // The host itself has no domain in its client name.
  if (/^localhost$/i.test(text)) {
    return [{ place: { kind: "name", domain: "localhost", below: false }, name: "localhost", address: "127.0.0.1" }];
  }
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(text) || /^[\d.]+$/.test(text)) return [];
  const domain = text.toLowerCase();
  return [
    { place: { kind: "name", domain, below: false }, name: domain, address: stranger.address },
    {
      place: { kind: "name", domain, below: true },
      name: `${freshWord(3, 0, study.known)}.${domain}`,
      address: stranger.address,
    },
  ];
}
