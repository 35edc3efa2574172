import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, it } from "vitest";
import { cf2postfix } from "../support/cli.ts";
import { scratchTree } from "../support/scratch.ts";

const university = new URL("../../fixtures/university", import.meta.url).pathname;
const schema = new Ajv2020().compile(
  JSON.parse(readFileSync(new URL("../../schema/verify.schema.json", import.meta.url), "utf8")),
);

interface Result {
  readonly probes: number;
  readonly agree: number;
  readonly explained: number;
  readonly unexplained: number;
  readonly differ: readonly {
    readonly address: string;
    readonly question: string;
    readonly explained_by: string | null;
  }[];
  readonly coverage: { rules: number; fired: number; unreachable: number; silent: readonly unknown[] };
  readonly proof: { readonly status: string };
}

function verify(...flags: readonly string[]): { readonly status: number | null; readonly result: Result } {
  const { status, stdout } = cf2postfix(["verify", join(university, "root"), directory, "--format", "json", ...flags]);
  return { status, result: JSON.parse(stdout) as Result };
}

let directory = "";

beforeAll(() => {
  directory = join(scratchTree({ empty: "" }), "postfix");
  const { stderr } = cf2postfix(["convert", join(university, "root"), "--out", directory, "--no-verify", "--quiet"]);
  expect(stderr).toBe("");
});

describe("verify", () => {
  it("asks both sides and accounts for every probe and every rule", () => {
    const { result } = verify();
    expect(schema(result), JSON.stringify(schema.errors)).toBe(true);
    expect(result.probes).toBeGreaterThan(100);
    expect(result.agree + result.explained + result.unexplained).toBe(result.probes);
    const { rules, fired, unreachable, silent } = result.coverage;
    expect(fired + unreachable + silent.length).toBe(rules);
  });

  it("asks exactly as many questions as it is told to, and says that this is a sample", () => {
    for (const count of ["0", "7", "1234"]) {
      const { result } = verify("--count", count);
      expect(result.probes).toBe(Number(count));
      expect(result.proof.status).toBe("sampled");
    }
  });

  it("asks the same questions for the same seed", () => {
    expect(verify("--count", "900", "--seed", "5").result).toEqual(verify("--count", "900", "--seed", "5").result);
  });

  it("notices a recipient that goes elsewhere, exits 1, and names the witness", () => {
    const main = join(directory, "main.cf");
    const before = readFileSync(main, "utf8");
    writeFileSync(main, `${before}\nvirtual_alias_maps = inline:{postmaster=nobody@wrong.example}\n`);
    const { status, result } = verify();
    writeFileSync(main, before);
    expect(status).toBe(1);
    expect(result.differ.some((one) => one.explained_by === null && one.address.startsWith("postmaster"))).toBe(true);
  });

  it("asks what a person gives it", () => {
    const given = scratchTree({ questions: "# mine\npostmaster\nmx.test[192.0.2.9]\ta@b.test\tc@d.test\n" });
    expect(verify("--addresses", join(given, "questions")).result.probes).toBe(2);
  });

  it("says which directory it cannot read", () => {
    const { status, stderr } = cf2postfix(["verify", join(university, "root"), "/nowhere"]);
    expect(status).toBe(3);
    expect(stderr).toContain("/nowhere");
  });

  it("takes a map of a class that only a patched sendmail had for empty, and says so", () => {
    const host = convertedHost([
      "V8",
      "Cwmail.example",
      "DSsmart.example",
      "Kaddress mysql -Dmail -Maddress",
      "S3",
      "R$+ @ $+\t$: $1 < @ $2 >",
      "S0",
      "R$+ < @ $=w >\t$#local $: $(address $1 $)",
      "R$+ < @ $+ >\t$#smtp $@ $2 $: $1 < @ $2 >",
      "R$+\t$#local $: $1",
      "S4",
      "R$+ < @ $+ >\t$1 @ $2",
    ]);
    const { stdout, stderr } = host.verify();
    expect(stderr).toContain("taken for empty: map address (mysql)");
    const { differ } = JSON.parse(stdout) as Result;
    expect(differ.filter(({ address }) => /^[a-z]+@mail\.example$/.test(address))).toEqual([]);
  });

  it("names what rules from before 8.12 do and Postfix does not, with a witness that explains its own kind alone", () => {
    const host = convertedHost([
      "Cwmail.example",
      "S3",
      "R$*<$+>$*\t$2",
      "R$+@$+\t$@$1<@$2>",
      "R$-.$+\t$@$>6$2<@$1>",
      "S6",
      "R$*<@$=w>$*\t$:$1<@$w>$3",
      "S0",
      "R$+<@$=w>\t$#local$:$1",
      "R$+<@$+>\t$#smtp$@$2$:$1<@$2>",
      "R$+\t$#local$:$1",
      "S4",
      "R$+<@$+>\t$1@$2",
    ]);
    const asked = (): Result["differ"] => {
      return (JSON.parse(host.verify().stdout) as Result).differ.filter(
        ({ address, question }) => address === "someone.another" && question === "recipient",
      );
    };
    expect(asked().map((one) => one.explained_by)).toEqual(["LI2907"]);
    host.append("local_transport = error:no\n");
    expect(asked().map((one) => one.explained_by)).toEqual([null]);
  });

  it("asks about recipients as a user who logged in where every daemon wants that, and about clients as one who did not", () => {
    const host = convertedHost([
      "V10/Berkeley",
      "Cwmail.example",
      "O DaemonPortOptions=Name=MSA, Port=587, M=Ea",
      "S3",
      "R$+ @ $+\t$: $1 < @ $2 >",
      "S0",
      "R$+ < @ $=w >\t$#local $: $1",
      "R$+ < @ $+ >\t$#smtp $@ $2 $: $1 < @ $2 >",
      "R$+\t$#local $: $1",
      "S4",
      "R$+ < @ $+ >\t$1 @ $2",
    ]);
    const differing = (): readonly string[] => {
      return (JSON.parse(host.verify().stdout) as Result).differ.flatMap(({ question, address }) =>
        question === "decision" || address === "someone@elsewhere.land" ? [question] : [],
      );
    };
    expect(differing()).toEqual([]);
    host.append("relayhost = [other.example]\n");
    expect(differing()).toContain("recipient");
  });
});

/** A small host of the old kind with these lines, converted as it stands. */
function convertedHost(lines: readonly string[]) {
  const mailers = [
    "Mlocal, P=/bin/mail, F=lsDFMw, A=mail -d $u",
    "Mprog, P=/bin/sh, F=lsDFM, A=sh -c $u",
    "Msmtp, P=[IPC], F=mDFMuX, A=IPC $h",
  ];
  const root = scratchTree({ "sendmail.cf": `${[...lines, ...mailers].join("\n")}\n` });
  const source = join(root, "sendmail.cf");
  const out = join(root, "postfix");
  const main = join(out, "main.cf");
  const flags = ["--root", root, "--fact", "hostname=mail.example"];
  cf2postfix(["convert", source, ...flags, "--out", out, "--no-verify", "--quiet"]);
  return {
    verify: () => cf2postfix(["verify", source, out, ...flags, "--format", "json"]),
    append: (text: string): void => writeFileSync(main, readFileSync(main, "utf8") + text),
  };
}
