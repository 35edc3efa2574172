import { describe, expect, it } from "vitest";
import { account } from "../../src/check/accounting.ts";
import { written } from "../../src/source/origin.ts";
import { lineSpan } from "../../src/source/source-file.ts";

const directive = (line: number, text: string) => ({ span: lineSpan("sendmail.cf", line, 1, text.length + 1), text });

describe("the accounting law", () => {
  it("ends a directive that nobody claims as unknown, with a finding at its place", () => {
    const { directives, summary, diagnostics } = account([directive(3, "Znonsense")], [], [], []);
    expect(directives).toHaveLength(1);
    expect(directives[0]).toMatchObject({ line: 3, disposition: "unknown", code: "LI2001" });
    expect(summary).toMatchObject({ directives: 1, unknown: 1 });
    expect(diagnostics[0]).toMatchObject({ code: "LI2001", at: { line: 3, column: 1, endColumn: 10 } });
  });

  it("lets the worst of several claims stand and keeps its reason", () => {
    const at = lineSpan("sendmail.cf", 1);
    const claims = [
      { at, disposition: "exact", code: "TR3002", note: "good" },
      { at, disposition: "manual", code: "TR3001", note: "look" },
      { at, disposition: "approximate", code: "TR3002", note: "nearly" },
    ] as const;
    expect(account([directive(1, "DSx")], claims, [], []).directives[0]).toMatchObject({
      disposition: "manual",
      note: "look",
    });
  });

  it("keeps the reasons of all rooms that end a directive alike", () => {
    const at = lineSpan("sendmail.cf", 1);
    const claims = ["one.", "two.", "one."].map(
      (note) => ({ at, disposition: "approximate", code: "TR3002", note }) as const,
    );
    expect(account([directive(1, "DSx")], claims, [], []).directives[0]?.note).toBe("one. two.");
  });

  it("says where a directive went, through derived origins too", () => {
    const origin = { kind: "derived", how: "joined", from: [written(lineSpan("sendmail.cf", 1))] } as const;
    const line = { file: "main.cf", line: 7, text: "relayhost = x", origins: [origin] };
    expect(account([directive(1, "DSx")], [], [], [line]).directives[0]?.to).toEqual([
      { file: "main.cf", line: 7, text: "relayhost = x" },
    ]);
  });

  it("counts a table as one directive whose disposition is the worst of its rows", () => {
    const row = { at: lineSpan("access", 9), disposition: "manual", code: "TR3001", note: "look" } as const;
    const claim = { table: "access", entries: { exact: 4, manual: 1 }, inexact: [row] };
    const { directives, summary } = account([], [], [claim], []);
    expect(directives[0]).toMatchObject({
      file: "access",
      disposition: "manual",
      entries: { exact: 4, manual: 1 },
      inexact: [{ line: 9, note: "look" }],
      note: "5 entries: 1 manual.",
    });
    expect(summary.directives).toBe(1);
  });
});
