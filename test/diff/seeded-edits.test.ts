import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Difference, type DiffInput, diff } from "../../src/pipeline/diff.ts";
import { renderDiffJson } from "../../src/report/diff-json.ts";
import { locateSource, readLocated } from "../../src/source/locate.ts";
import { type ScratchDirectory, scratchDirectory } from "../support/postfix-peer.ts";
import { cfEdits, type Edit, mcEdits, postfixEdits, postfixFiles } from "./edits.ts";

const schema = JSON.parse(readFileSync(new URL("../../schema/diff.schema.json", import.meta.url), "utf8"));
const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
const university = new URL("../../fixtures/university/root/", import.meta.url).pathname;

function filesBelow(top: string, path = ""): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(join(top, path), { withFileTypes: true }).flatMap((entry) => {
      const name = join(path, entry.name);
      if (entry.isDirectory()) return Object.entries(filesBelow(top, name));
      return [[name, readFileSync(join(top, name), "latin1")]];
    }),
  );
}

function edited(files: Readonly<Record<string, string>>, edit: Edit): Readonly<Record<string, string>> {
  const text = files[edit.file] ?? "";
  const after = text.replace(edit.from, edit.to);
  expect(after, `${edit.file} holds ${edit.from}`).not.toBe(text);
  return { ...files, [edit.file]: after };
}

async function difference(
  a: DiffInput,
  b: DiffInput,
  level: "semantic" | "behaviour" = "semantic",
): Promise<Difference> {
  const outcome = await diff({ a, b, level, only: undefined, flags: {} });
  if (!outcome.ok) throw new Error(outcome.reason);
  expect(validate(JSON.parse(renderDiffJson(outcome.difference))), JSON.stringify(validate.errors)).toBe(true);
  return outcome.difference;
}

function check({ same, changes, witnesses }: Difference, edit: Edit): void {
  if (edit.path === undefined) {
    expect(changes).toEqual([]);
    expect(witnesses).toEqual([]);
    expect(same).toBe(true);
    return;
  }
  expect(changes.map(({ path }) => path)).toContain(edit.path);
  const shown = witnesses.map((witness) => JSON.stringify(witness));
  if (edit.witness)
    expect(
      shown.some((text) => edit.witness?.test(text)),
      shown.join("\n"),
    ).toBe(true);
}

/** Witnesses are looked for where there should be one, and in a Postfix directory where there should be none. */
function levelFor({ path, witness, file }: Edit): "semantic" | "behaviour" {
  return witness || (path === undefined && file.startsWith("etc/postfix/")) ? "behaviour" : "semantic";
}

function title({ file, from, to, path }: Edit): string {
  return `${file}: ${String(from).trim()} -> ${to.trim() || "(nothing)"} is ${path ?? "the same"}`.replace(/\s+/g, " ");
}

describe("diff of two Postfix directories", () => {
  let original: ScratchDirectory;
  beforeAll(() => {
    original = scratchDirectory(postfixFiles);
  });
  afterAll(() => original?.remove());
  const directory = (scratch: ScratchDirectory): DiffInput => ({
    kind: "postfix",
    path: `${scratch.path}/etc/postfix`,
  });

  for (const edit of postfixEdits) {
    it(title(edit), async () => {
      const changed = scratchDirectory(edited(postfixFiles, edit));
      try {
        check(await difference(directory(original), directory(changed), levelFor(edit)), edit);
      } finally {
        changed.remove();
      }
    });
  }

  it("lists a default under the parameter that it follows, and nowhere else", async () => {
    const edit = postfixEdits[0];
    const changed = scratchDirectory(edit ? edited(postfixFiles, edit) : postfixFiles);
    const { changes } = await difference(directory(original), directory(changed));
    changed.remove();
    expect(changes.map(({ path }) => path)).toEqual(["main.cf/myhostname"]);
    expect(changes[0]?.follows).toContainEqual({
      path: "main.cf/myorigin",
      before: "mail.example.com",
      after: "mx.example.com",
    });
  });
});

for (const [kind, edits] of [
  ["cf", cfEdits],
  ["mc", mcEdits],
] as const) {
  describe(`diff of two sites that run a sendmail.${kind}`, () => {
    const files = filesBelow(university);
    const source = (scratch: ScratchDirectory): DiffInput => {
      const located = locateSource(`${scratch.path}/etc/mail/sendmail.${kind}`, scratch.path);
      if (!located.ok) throw new Error(located.reason);
      const main = readLocated(located.source.main);
      if (!main.ok) throw new Error(main.failure.reason);
      const request = { source: located.source, file: main.file, facts: new Map<string, string>(), cfDir: "none" };
      return { kind: "sendmail", request };
    };
    for (const edit of edits) {
      it(title(edit), async () => {
        const [original, changed] = [scratchDirectory(files), scratchDirectory(edited(files, edit))];
        try {
          check(await difference(source(original), source(changed), levelFor(edit)), edit);
        } finally {
          original.remove();
          changed.remove();
        }
      });
    }
  });
}
