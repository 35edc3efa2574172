// Writes src/sendmail/catalogue/generated/library-rules.json: fingerprints of the rules of sendmail's own configuration
// library. No text of the library is kept.
//
//   npm run generate                       the packaged library (scripts/peers.mjs fetches it); older ones are kept
//   tsx library-rules.ts NAME=PATH...      other releases too: PATH is a release's cf folder, or a sendmail.cf that was
//                                          delivered with a system
//   tsx library-rules.ts --check           the packaged library's rules are all there
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { seededNumbers } from "../../test/support/random.ts";
import { sendmailTree } from "../peers.mjs";
import { type Attribution, newAttribution } from "./library/attribution.ts";
import { type FoundRule, type Library, openLibrary, rulesIn, rulesOf, type Variant } from "./library/expansion.ts";

const target = new URL("../../src/sendmail/catalogue/generated/library-rules.json", import.meta.url).pathname;

interface Catalogue {
  /** Releases whose library was expanded. */
  readonly libraries: readonly string[];
  /** ruleset -> feature -> fingerprints, one after the other. */
  readonly rulesets: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Nothing chosen, each choice alone, each operating system. */
function singleVariants({ choices, ostypes }: Library): readonly Variant[] {
  return [
    { chosen: [], ostype: "linux" },
    ...choices.map((choice) => ({ chosen: [choice], ostype: "linux" })),
    ...ostypes.map((ostype) => ({ chosen: [], ostype })),
  ].map((variant) => (ostypes.includes(variant.ostype) ? variant : { ...variant, ostype: ostypes[0] ?? "" }));
}

/** Rules that depend on several choices, some on their order: sparse and dense random selections. */
function randomVariants({ choices, ostypes }: Library, count: number): readonly Variant[] {
  const random = seededNumbers(8);
  return Array.from({ length: count }, () => {
    const density = 0.04 + 0.5 * random() ** 2;
    return {
      chosen: choices
        .filter(() => random() < density)
        .map((choice) => ({ choice, place: random() }))
        .sort((a, b) => a.place - b.place)
        .map(({ choice }) => choice),
      ostype: ostypes[Math.floor(random() * ostypes.length)] ?? "",
    };
  });
}

async function expandAll(
  library: Library,
  variants: readonly Variant[],
  seen: (variant: Variant, rules: readonly FoundRule[]) => void,
): Promise<void> {
  const queue = [...variants];
  const worker = async (): Promise<void> => {
    for (let variant = queue.shift(); variant; variant = queue.shift()) seen(variant, await rulesOf(library, variant));
  };
  await Promise.all(cpus().map(worker));
}

async function collect(library: Library, random: number): Promise<Attribution> {
  const attribution = newAttribution();
  let late = 0;
  const variants = randomVariants(library, random);
  const note = (variant: Variant, rules: readonly FoundRule[], isLate: boolean): void => {
    for (const { ruleset, hash } of rules) if (attribution.saw(ruleset, hash, variant.chosen) && isLate) late += 1;
  };
  await expandAll(library, singleVariants(library), (variant, rules) => note(variant, rules, false));
  await expandAll(library, variants.slice(0, random / 2), (variant, rules) => note(variant, rules, false));
  await expandAll(library, variants.slice(random / 2), (variant, rules) => note(variant, rules, true));
  const count = [...attribution.result().values()].flatMap((features) => [...features.values()].flat()).length;
  console.log(`${library.name}: ${count} rules, ${late} of them first seen in the last ${random / 2} expansions`);
  return attribution;
}

function merged(before: Catalogue, name: string, attribution: Attribution): Catalogue {
  const rulesets = new Map(
    Object.entries(before.rulesets).map(([ruleset, features]) => [ruleset, new Map(Object.entries(features))]),
  );
  for (const [ruleset, features] of attribution.result()) {
    const known = rulesets.get(ruleset) ?? new Map<string, string>();
    rulesets.set(ruleset, known);
    const taken = new Set([...known.values()].flatMap((hashes) => hashes.match(/.{8}/g) ?? []));
    for (const [feature, hashes] of features) {
      const fresh = hashes.filter((hash) => !taken.has(hash));
      if (fresh.length > 0) known.set(feature, (known.get(feature) ?? "") + fresh.join(""));
    }
  }
  return {
    libraries: [...new Set([...before.libraries, name])].sort(),
    rulesets: Object.fromEntries(
      [...rulesets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([ruleset, features]) => [ruleset, sorted(features)]),
    ),
  };
}

function sorted(features: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...features]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([feature, hashes]) => [feature, (hashes.match(/.{8}/g) ?? []).sort().join("")]),
  );
}

function readCatalogue(): Catalogue {
  return existsSync(target) ? JSON.parse(readFileSync(target, "utf8")) : { libraries: [], rulesets: {} };
}

/** The packaged library; undefined where it has not been fetched. */
function packaged(): Library | undefined {
  const folder = join(sendmailTree(), "usr/share/sendmail/cf");
  return existsSync(join(folder, "m4/proto.m4")) ? openLibrary("packaged", folder) : undefined;
}

async function check(): Promise<number> {
  const library = packaged();
  if (!library) {
    console.log("library-rules: not compared, the packaged cf library is not here (node scripts/peers.mjs)");
    return 0;
  }
  const catalogue = readCatalogue();
  let missing = 0;
  await expandAll(library, singleVariants(library), (_, rules) => {
    for (const { ruleset, hash } of rules) {
      const features = Object.values(catalogue.rulesets[ruleset] ?? {});
      if (!features.some((hashes) => hashes.includes(hash))) missing += 1;
    }
  });
  if (missing > 0) console.error(`library-rules.json lacks ${missing} rules of the packaged library: npm run generate`);
  return missing > 0 ? 1 : 0;
}

async function generate(others: readonly string[]): Promise<number> {
  const library = packaged();
  let catalogue = readCatalogue();
  if (library) catalogue = merged(catalogue, library.name, await collect(library, 3000));
  for (const other of others) {
    const [name = "", path = ""] = other.split("=");
    const found = path.endsWith(".cf") ? delivered(path) : await collect(openLibrary(name, path), 800);
    catalogue = merged(catalogue, name, found);
  }
  writeFileSync(target, `${JSON.stringify(catalogue, null, 1)}\n`);
  return 0;
}

/** A whole configuration as a vendor delivered it: nothing says what brings which rule. */
function delivered(path: string): Attribution {
  const attribution = newAttribution();
  for (const { ruleset, hash } of rulesIn(readFileSync(path, "latin1"))) attribution.saw(ruleset, hash, []);
  return attribution;
}

const args = process.argv.slice(2);
process.exitCode = args.includes("--check") ? await check() : await generate(args);
