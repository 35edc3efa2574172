// `npx tsx scripts/measure/mc-mutants.ts [COUNT] [LIBRARY] FILE...`: damaged copies of .mc files through the whole road
// from text to cf lines. Counts crashes, and tells the slowest.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { claimsOnMc } from "../../src/expand/mc/claims.ts";
import { expandMc } from "../../src/expand/sendmail-mc.ts";
import { readWholeFile } from "../../src/source/site.ts";
import { parseCf } from "../../src/syntax/sendmail-cf/parse.ts";

const [countText = "10000", library = "none", ...files] = process.argv.slice(2);
const count = Number(countText);
const texts = files.map((file) => ({ file, text: readFileSync(file, "latin1") }));

let seed = 1;
/** A small linear congruential generator: runs can be repeated. */
function random(below: number): number {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
  return below === 0 ? 0 : (seed >>> 8) % below;
}

const bits = [
  "`",
  "'",
  "(",
  ")",
  ",",
  "\n",
  "dnl ",
  "divert(-1)",
  "changequote([,])",
  "$1",
  "$@",
  "\0",
  "ÿ",
  "#",
  "define(`a',`a a')a ",
];

function damaged(text: string): string {
  let result = text;
  for (let times = 1 + random(3); times > 0; times -= 1) {
    const at = random(result.length);
    const kind = random(4);
    if (kind === 0) result = result.slice(0, at) + result.slice(at + 1 + random(12));
    else if (kind === 1) result = result.slice(0, at) + (bits[random(bits.length)] ?? "") + result.slice(at);
    else if (kind === 2)
      result = result.slice(0, at) + result.slice(random(result.length)).slice(0, 200) + result.slice(at);
    else result = result.slice(0, at) + String.fromCharCode(random(256)) + result.slice(at + 1);
  }
  return result;
}

const known = new Map<string, ReturnType<typeof readWholeFile>>();
function read(path: string): ReturnType<typeof readWholeFile> {
  const found = known.get(path) ?? readWholeFile(path, path);
  known.set(path, found);
  return found;
}

let crashed = 0;
let slowest = { milliseconds: 0, index: -1 };
let withFindings = 0;
for (let index = 0; index < count; index += 1) {
  const chosen = texts[index % texts.length];
  if (!chosen) break;
  const text = damaged(chosen.text);
  const start = performance.now();
  try {
    const expansion = expandMc(
      { path: "sendmail.mc", text },
      {
        cfDir: library === "none" ? undefined : library,
        readLibrary: read,
        readSite: (path) => read(path.startsWith("/") ? `/nonexistent${path}` : resolve(dirname(chosen.file), path)),
        host: "mail.example.com",
      },
    );
    const { ast } = parseCf(expansion.cf);
    claimsOnMc(
      expansion,
      ast.lines.map(({ span }) => span),
      [],
    );
    if (expansion.diagnostics.length > 0) withFindings += 1;
  } catch (error) {
    crashed += 1;
    if (crashed <= 3) console.log(index, chosen.file, error);
  }
  const milliseconds = performance.now() - start;
  if (milliseconds > slowest.milliseconds) slowest = { milliseconds, index };
}
console.log(
  `${count} mutants of ${texts.length} files: ${crashed} crashed, ${withFindings} with findings, slowest ${Math.round(slowest.milliseconds)} ms (number ${slowest.index})`,
);
process.exitCode = crashed === 0 ? 0 : 1;
