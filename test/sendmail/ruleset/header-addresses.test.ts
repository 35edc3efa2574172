import { expect, it } from "vitest";
import { engineOver, smallCf } from "./engine-of-text.ts";

const shown = (header: string, cf = smallCf): string | undefined =>
  engineOver(cf).rewrite(header, { as: "header-sender", mailer: "smtp" }).text;

it("shows each address of a header to the mailer, phrases and comments kept", () => {
  expect(shown("joe, Ann Smith <ann> (at work), bob@far.example (Bob)")).toBe(
    "joe@hdr.example, Ann Smith <ann@hdr.example> (at work), bob@far.example (Bob)",
  );
});

it("takes commas inside quotes, comments and brackets for parts of an address", () => {
  expect(shown('"Smith, Ann" <ann>, joe (a, b)')).toBe('"Smith, Ann" <ann@hdr.example>, joe@hdr.example (a, b)');
});

it("leaves out empty places", () => {
  expect(shown(" , joe,, ann ,")).toBe("joe@hdr.example, ann@hdr.example");
});

it("parts by blanks only with OldStyleHeaders, and joins an at sign that blanks surround", () => {
  const old = smallCf.replace("V10/Berkeley", "V10/Berkeley\nO OldStyleHeaders=True");
  expect(shown("joe ann @ far.example", old)).toBe("joe@hdr.example, ann@far.example");
  expect(shown("joe, ann bob", old)?.split(", ")).toHaveLength(2);
});

it("gives the members of a list the sender that its owner stands for", () => {
  const aliases = "l: joe, ann\nowner-l: boss\nm: joe\nowner-m: a, b\nowner-owner: postmaster\n";
  const owners = (list: string): readonly (string | undefined)[] =>
    engineOver(smallCf, { "etc/aliases": aliases })
      .resolve(list)
      .leaves.map((leaf) => leaf.owner);
  expect(owners("l")).toEqual(["boss", "boss"]);
  expect(owners("m")).toEqual(["owner-m"]);
  expect(owners("owner-m")).toEqual(["postmaster", "postmaster"]);
  expect(owners("joe")).toEqual([undefined]);
});
