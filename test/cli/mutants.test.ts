import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSite } from "../../src/source/site.ts";
import { complaintsAbout } from "../support/cf-mutant-check.ts";
import { diceOf, mutate } from "../support/cf-mutations.ts";
import { scratchTree } from "../support/scratch.ts";

const fixtures = new URL("../../fixtures/syntax/sendmail-cf/", import.meta.url).pathname;
const bundle = new URL("../../dist/cli.js", import.meta.url).pathname;
const texts = ["ok", "err"].flatMap((folder) =>
  readdirSync(fixtures + folder)
    .filter((name) => name.endsWith(".cf"))
    .map((name) => readFileSync(join(fixtures, folder, name), "latin1")),
);

function mutant(index: number): string {
  const dice = diceOf(index);
  return mutate(dice.pick(texts) ?? "", dice, texts);
}

interface Answer {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function convert(text: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bundle, "convert", "-", "--root", root, "--no-verify", "--format", "json"], {
      env: {},
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (piece: Buffer) => {
      stdout += piece.toString("utf8");
    });
    child.stderr.on("data", (piece: Buffer) => {
      stderr += piece.toString("utf8");
    });
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, stdout, stderr }));
    child.stdin.on("error", () => undefined);
    child.stdin.end(text, "latin1");
  });
}

const root = scratchTree({ "etc/hostname": "mail.example.com\n" });

describe("random changes of cf files", () => {
  it("leave no directive unaccounted for, and never throw", async () => {
    const main = { kind: "cf", shown: "sendmail.cf", located: "sendmail.cf" } as const;
    const source = { site: openSite(root), main, others: [], submission: undefined, readsThisMachine: false };
    for (let index = 0; index < 400; index += 1) {
      expect(await complaintsAbout(mutant(index), source), `mutant ${index}`).toEqual([]);
    }
  });

  it("end as whole commands in an answer with its account, two hundred times", async () => {
    const numbers = Array.from({ length: 200 }, (_, index) => 1000 + index);
    const worker = async (): Promise<void> => {
      for (let index = numbers.pop(); index !== undefined; index = numbers.pop()) {
        const { status, stdout, stderr } = await convert(mutant(index));
        expect([0, 1, 3], `mutant ${index}: ${stderr}`).toContain(status);
        const { summary, directives } = JSON.parse(stdout);
        expect(directives).toHaveLength(summary.directives);
      }
    };
    await Promise.all([worker(), worker()]);
  }, 240_000);
});
