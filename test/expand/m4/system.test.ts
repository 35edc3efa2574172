import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runM4 } from "../../../src/expand/m4/run.ts";
import { emulateMakeinfo } from "../../../src/expand/makeinfo.ts";
import { diagnosticsOf } from "../../../src/expand/origins.ts";

const place = { user: "builder", host: "build.example.com", directory: "/src" };

function expand(text: string) {
  return runM4({
    reader: (path) => ({ ok: false, path, failure: { kind: "missing", reason: "no such file" } }),
    shell: emulateMakeinfo(place),
    steps: [{ kind: "text", name: "test.mc", text }],
  });
}

describe("m4 programs cannot run or write anything", () => {
  const calls: readonly (readonly [string, string])[] = [
    ["syscmd(`touch /tmp/cf2postfix-was-here')", "MC1050"],
    ["esyscmd(`echo here')", "MC1050"],
    ["maketemp(`/tmp/xXXXXXX')", "MC1051"],
    ["mkstemp(`/tmp/xXXXXXX')", "MC1051"],
    ["debugfile(`/tmp/cf2postfix-debug')", "MC1052"],
  ];
  it.each(calls)("%s yields nothing, is reported at its place, and leaves the exit status alone", (call, code) => {
    const result = expand(`text\n  [${call}]\n`);
    expect(result.output.text).toBe("text\n  []\n");
    expect(result.status).toBe(0);
    const [finding] = diagnosticsOf(result.findings, () => true);
    expect(finding).toMatchObject({ code, at: { file: "test.mc", line: 2, column: 4 } });
    expect(existsSync("/tmp/cf2postfix-was-here")).toBe(false);
  });

  it("the library's call of makeinfo.sh is emulated", () => {
    const result = expand(
      "define(`TEMPFILE', maketemp(/tmp/cfXXXXXX))dnl\nsyscmd(sh /lib/cf/sh/makeinfo.sh /lib/cf/ > TEMPFILE)dnl\ninclude(TEMPFILE)dnl\nsyscmd(rm -f TEMPFILE)dnl\n__HOST__\n",
    );
    expect(result.output.text).toBe(
      "##### built by builder@build.example.com\n##### in /src\n##### using /lib/cf/ as configuration include directory\nbuild.example.com\n",
    );
    expect(result.findings).toEqual([]);
  });
});
