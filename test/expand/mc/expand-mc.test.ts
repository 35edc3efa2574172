import { describe, expect, it } from "vitest";
import { claimsOnMc, originInMc, spanInMc } from "../../../src/expand/mc/claims.ts";
import { expandMc } from "../../../src/expand/sendmail-mc.ts";
import { written } from "../../../src/source/origin.ts";
import { lineSpan } from "../../../src/source/source-file.ts";

/** A library in small: an option that a define fills, a feature with lines of its own, and a rule behind a condition. */
const library: Readonly<Record<string, string>> = {
  "/lib/cf/m4/cf.m4": `divert(-1)
changecom
define(\`FEATURE', \`include(_CF_DIR_\`'feature/$1.m4)')
define(\`MASQUERADE_AS', \`define(\`MASQ', \`$1')')
define(\`VERSIONID', \`dnl')
define(\`LOCAL_CONFIG', \`divert(6)')
m4wrap(\`include(_CF_DIR_\`'m4/proto.m4)')
divert(0)dnl
`,
  "/lib/cf/m4/proto.m4": `divert(0)V10
ifdef(\`MASQ', \`DM\`'MASQ', \`DM')
ifdef(\`confMAX', \`O Max=confMAX', \`#O Max=25')
SParse
ifdef(\`_TABLE_', \`R$*	$: table
R$*	$: again')
Rlast	$: rule
undivert(6)dnl
`,
  "/lib/cf/feature/table.m4": "divert(-1)define(`_TABLE_', `1')divert(6)Ktable hash /etc/mail/table\ndivert(0)dnl\n",
};

function expand(text: string, site: Readonly<Record<string, string>> = {}) {
  const read = (files: Readonly<Record<string, string>>) => (path: string) => {
    const found = files[path];
    if (found === undefined)
      return { ok: false as const, path, failure: { kind: "missing" as const, reason: "no such file" } };
    return { ok: true as const, file: { path, text: found } };
  };
  return expandMc(
    { path: "sendmail.mc", text },
    { cfDir: "/lib/cf", readLibrary: read(library), readSite: read(site), host: "build.example.com" },
  );
}

const mc = `divert(-1)
a comment
divert(0)dnl
include(\`/usr/share/sendmail-cf/m4/cf.m4')dnl
VERSIONID(\`test')
define(\`confMAX', \`30')dnl
FEATURE(\`table')dnl
MASQUERADE_AS(\`example.com')dnl
LOCAL_CONFIG
Cwa.example.com
`;

/** Which line of the .mc is said to have made each line of the cf file. */
function makers(text: string): Readonly<Record<string, number | undefined>> {
  const expansion = expand(text);
  const lines = expansion.cf.text.split("\n");
  return Object.fromEntries(
    lines.flatMap((line, at) => (line.trim() === "" ? [] : [[line, expansion.directivesOf(at + 1)[0]?.span.line]])),
  );
}

describe("a .mc with its library", () => {
  it("gives a cf file whose lines know the directive that made them", () => {
    expect(makers(mc)).toEqual({
      V10: undefined,
      "DMexample.com": 8,
      "O Max=30": 6,
      SParse: undefined,
      "R$*\t$: table": 7,
      "R$*\t$: again": 7,
      "Rlast\t$: rule": undefined,
      "Ktable hash /etc/mail/table": 7,
      "Cwa.example.com": 10,
    });
  });

  it("needs no include of cf.m4 in the .mc: the library is then read before it", () => {
    expect(makers(mc.replace(/^include.*\n/m, ""))["O Max=30"]).toBe(5);
  });

  it("points from each character to the .mc, and to the line of the library behind it", () => {
    const expansion = expand(mc);
    const line = expansion.cf.text.split("\n").indexOf("R$*\t$: table") + 1;
    expect(expansion.originOf(line, 1)).toMatchObject({
      kind: "expanded",
      part: "body",
      call: { file: "sendmail.mc", line: 7 },
      definition: { file: "/lib/cf/m4/proto.m4", line: 5, column: 19 },
    });
    const option = expansion.cf.text.split("\n").indexOf("O Max=30") + 1;
    expect(expansion.originOf(option, 7)).toMatchObject({ kind: "expanded", call: { line: 6, column: 20 } });
    expect(expansion.originOf(1, 1)).toMatchObject({ kind: "defaulted" });
  });

  it("carries claims over to the directives; the library's own lines are behind the .mc", () => {
    const expansion = expand(mc);
    const spans = expansion.cf.text
      .split("\n")
      .flatMap((line, at) => (line.trim() === "" ? [] : [lineSpan(expansion.cf.path, at + 1)]));
    const claims = claimsOnMc(
      expansion,
      spans,
      spans.map((at) => ({ at, disposition: "exact" as const, code: "LI2001" as const, note: "as it is" })),
    );
    const lines = claims.map(({ at, disposition }) => `${at.line} ${disposition}`);
    expect(new Set(lines)).toEqual(
      new Set([
        "1 default",
        "3 default",
        "4 default",
        "5 default",
        "6 exact",
        "7 exact",
        "8 exact",
        "9 default",
        "10 exact",
      ]),
    );
  });

  it("what a person must act on counts against the directive that made the line, not against all that took part", () => {
    const expansion = expand(mc);
    const at = lineSpan(expansion.cf.path, expansion.cf.text.split("\n").indexOf("R$*\t$: table") + 1);
    const claims = claimsOnMc(expansion, [at], [{ at, disposition: "manual", code: "LI2001", note: "look" }]);
    expect(claims.filter(({ disposition }) => disposition === "manual").map((claim) => claim.at.line)).toEqual([7]);
  });

  it("moves origins and places of findings to the .mc, and leaves those of other files alone", () => {
    const expansion = expand(mc);
    const line = expansion.cf.text.split("\n").indexOf("Cwa.example.com") + 1;
    const span = lineSpan(expansion.cf.path, line, 3, 5);
    expect(originInMc(expansion, written(span))).toMatchObject({
      kind: "written",
      span: { file: "sendmail.mc", line: 10 },
    });
    expect(spanInMc(expansion, span)?.line).toBe(10);
    const other = lineSpan("etc/mail/access", 3);
    expect(originInMc(expansion, written(other))).toEqual(written(other));
    expect(spanInMc(expansion, other)).toBe(other);
    expect(spanInMc(expansion, lineSpan(expansion.cf.path, 1))).toBeUndefined();
  });
});

describe("what is wrong with a .mc", () => {
  const cases: readonly (readonly [string, string, string, number, RegExp])[] = [
    [
      "a string that is never closed, at its opening quote",
      "divert(0)\ndefine(`confMAX', `30)\n",
      "MC1001",
      2,
      /in string/,
    ],
    ["a call that is never closed, at its name", "divert(0)\nFEATURE(`table'\n", "MC1002", 2, /in argument list/],
    [
      "a string that a later quote closes, with the calls that it swallows",
      "divert(0)\ndefine(`confMAX', `30)dnl\nFEATURE(`table')dnl\nMASQUERADE_AS(example.com')dnl\n",
      "MC1004",
      2,
      /to line 4 and swallows 2 calls that are not made: FEATURE/,
    ],
    ["a feature that this library does not have", "\nFEATURE(`nowhere')\n", "MC1012", 2, /has no feature nowhere/],
    ["a file that is not there", "\n\ninclude(`/etc/mail/local.m4')\n", "MC1010", 3, /cannot open/],
    ["a shell command", "syscmd(`date')\n", "MC1050", 1, /is not run/],
    ["an endless macro, where its text names itself", "define(`a', `a')\na\n", "MC1021", 1, /does not end/],
  ];
  it.each(cases)("%s", (_, text, code, line, message) => {
    const found = expand(text).diagnostics.find((one) => one.code === code);
    expect(found?.message).toMatch(message);
    expect(found?.at).toMatchObject({ file: "sendmail.mc", line });
  });

  it("a text that m4 stops in leaves every call to a person, and what arranges the file alone", () => {
    const expansion = expand("VERSIONID(`x')\nFEATURE(`table')\ndefine(`confMAX', `30)\n");
    const claims = claimsOnMc(expansion, [], []);
    expect(claims.map(({ disposition, code }) => [disposition, code])).toEqual([
      ["default", "MC1100"],
      ["manual", "MC1001"],
      ["manual", "MC1001"],
    ]);
    expect(claims[1]?.note).toContain("line 3");
  });

  it("a value that swallowed calls is a person's, though a line came of it", () => {
    const expansion = expand("define(`confMAX', `30)\nFEATURE(`table')\nMASQUERADE_AS(example.com')dnl\n");
    expect(claimsOnMc(expansion, [], []).map(({ at, code }) => [at.line, code])).toContainEqual([1, "MC1004"]);
  });

  it("a text of calls under a name of the site's own is no swallowed one", () => {
    const own = "define(`OUR_SITE', `FEATURE(`table')\nMASQUERADE_AS(`example.com')')dnl\nOUR_SITE\n";
    expect(expand(own).diagnostics).toEqual([]);
  });

  it("a file of the site is read beside the library, and keeps its own place", () => {
    const expansion = expand("LOCAL_CONFIG\ninclude(`local.m4')\n", { "local.m4": "Cwx\neval(1/0)\n" });
    expect(expansion.cf.text).toMatch(/^Cwx$/m);
    expect(expansion.directivesOf(expansion.cf.text.split("\n").indexOf("Cwx") + 1)[0]?.span.line).toBe(2);
    expect(expansion.diagnostics).toMatchObject([{ code: "MC1031", at: { file: "local.m4", line: 2 } }]);
  });
});
