import { expect, it } from "vitest";
import { engineOver, smallCf } from "./engine-of-text.ts";

const texts = (rules: readonly { readonly text: string }[]): readonly string[] => rules.map((rule) => rule.text);

it("calls those rules dead that no hook, mailer, header or called ruleset reaches", () => {
  const cf = `${smallCf}HSubject: $>hdr\nSlost\nR$*\tlost\nScheck_mail\nR$*\t$: $>helper $1\nShelper\nR$*\thelp\nShdr\nR$*\tchecked\n`;
  const engine = engineOver(cf);
  expect(texts(engine.live().dead)).toEqual(["R$*\tlost"]);
  expect(texts(engine.live().headers)).toEqual(["R$*\tchecked"]);
  expect(texts(engine.live().live)).toContain("R$*\thelp");
});

it("counts how often each rule fired", () => {
  const engine = engineOver(smallCf);
  engine.resolve("a@example.net");
  engine.resolve("b@example.net");
  const counts = engine.live().live.map((rule) => engine.fired[rule.id]);
  expect(Math.max(...counts.map((count) => count ?? 0))).toBeGreaterThanOrEqual(2);
});
