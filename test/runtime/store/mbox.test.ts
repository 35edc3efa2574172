import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defaultLocking } from "../../../src/runtime/store/locks.ts";
import { deliverToMbox, openMbox } from "../../../src/runtime/store/mbox.ts";
import { fromLine, mboxText, parseFromLine } from "../../../src/runtime/store/mbox-format.ts";

let directory = "";
const options = { locking: defaultLocking };
const path = (): string => join(directory, "anna");
const text = (): string => readFileSync(path(), "latin1");
const date = new Date(2026, 10, 24, 9, 30, 0);

async function deliver(message: string, headers: readonly string[] = []): Promise<void> {
  await deliverToMbox(
    path(),
    { sender: "b@example.net", headers, message: Buffer.from(message, "latin1"), date },
    options,
  );
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "mbox-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe("the text of an mbox", () => {
  it("has the From_ line that mail_copy of Postfix writes", () => {
    expect(fromLine("b@example.net", new Date(2026, 0, 5, 1, 2, 3))).toBe(
      "From b@example.net  Mon Jan  5 01:02:03 2026",
    );
    expect(fromLine("", date)).toContain("From MAILER-DAEMON  ");
  });

  it.each([
    ["From b@example.net  Mon Jan  5 01:02:03 2026", true],
    ["From b@example.net Mon Jan 5 01:02 2026", true],
    ["From b Mon Jan  5 01:02:03 MET 2026", true],
    ["From b Mon Jan  5 01:02:03 2026 remote from uunet", true],
    ["From here on nothing is a From_ line", false],
    ["From ", false],
  ])("reads %j as a From_ line: %s", (line, is) => {
    expect(parseFromLine(line) !== undefined).toBe(is);
  });

  it("quotes every line that looks like a separator, once more when it was quoted", () => {
    expect(mboxText(Buffer.from("A: b\r\n\r\nFrom x\r\n>From y\r\n> From z\r\n")).toString()).toBe(
      "A: b\n\n>From x\n>>From y\n> From z\n",
    );
  });

  it("drops the headers in which readers keep state, with their continuation lines, from the header only", () => {
    const message = "Subject: s\nStatus: RO\nX-UID: 7\n 8\nContent-Length: 3\nX-IMAPbase: 1 2\nTo: x\n\nStatus: text\n";
    expect(mboxText(Buffer.from(message)).toString()).toBe("Subject: s\nTo: x\n\nStatus: text\n");
  });
});

describe("an mbox as a mailbox", () => {
  it("hands out what was delivered, with CR LF and without the store's headers", async () => {
    await deliver("Subject: one\n\nFrom the start\n", ["Return-Path: <b@example.net>"]);
    await deliver("Subject: two\n\n");
    const mailbox = openMbox(path(), options);
    const state = await mailbox.refresh();
    expect(state.messages.map((message) => message.uid)).toEqual([1, 2]);
    expect(state.messages[0]?.date).toBe(date.getTime());
    const first = await mailbox.read(1);
    expect(first?.toString()).toBe("Return-Path: <b@example.net>\r\nSubject: one\r\n\r\nFrom the start\r\n");
    expect(state.messages[0]?.size).toBe(first?.length);
    const second = await mailbox.read(2);
    expect(second?.toString()).toBe("Subject: two\r\n\r\n");
    expect(state.messages[1]?.size).toBe(second?.length);
  });

  it("keeps UIDs and flags in the file, where another reader finds them", async () => {
    await deliver("Subject: one\n\na\n");
    await deliver("Subject: two\n\nb\n");
    const mailbox = openMbox(path(), options);
    const { uidValidity } = await mailbox.refresh();
    await mailbox.setFlags(new Map([[2, new Set(["\\Seen", "\\Flagged", "work"])]]));
    const other = await openMbox(path(), options).refresh();
    expect(other.uidValidity).toBe(uidValidity);
    expect(other.messages.map((message) => [message.uid, [...message.flags].sort()])).toEqual([
      [1, []],
      [2, ["\\Flagged", "\\Seen", "work"]],
    ]);
    expect(text()).toMatch(/X-IMAPbase: \d{10} 0000000002\n/);
    expect(text()).toMatch(/Status: RO\nX-Status: F {3}\nX-Keywords: work +\nX-UID: 2\n/);
  });

  it("removes messages from the file and never gives a UID twice, not even when the file was empty between", async () => {
    await deliver("Subject: one\n\na\n");
    const mailbox = openMbox(path(), options);
    const before = await mailbox.refresh();
    await mailbox.expunge(new Set([1]));
    expect(text()).toBe("");
    await deliver("Subject: two\n\nb\n");
    const after = await openMbox(path(), options).refresh();
    expect(after.uidValidity).toBe(before.uidValidity);
    expect(after.messages.map((message) => message.uid)).toEqual([2]);
  });

  it("keeps what another program wrote and appended", async () => {
    writeFileSync(
      path(),
      "From a Mon Jan  5 01:02:03 2026\nSubject: old\nStatus: RO\nX-Status: A\n\nFrom here\n>From there\n\n",
    );
    const mailbox = openMbox(path(), options);
    const { messages } = await mailbox.refresh();
    expect([...(messages[0]?.flags ?? [])].sort()).toEqual(["\\Answered", "\\Seen"]);
    appendFileSync(path(), "From b Mon Jan  5 01:02:04 2026\nSubject: new\n\nx\n\n");
    expect((await mailbox.refresh()).messages).toHaveLength(2);
    expect((await mailbox.read(1))?.toString()).toBe("Subject: old\r\n\r\nFrom here\r\nFrom there\r\n");
    expect((await mailbox.read(2))?.toString()).toBe("Subject: new\r\n\r\nx\r\n");
  });

  it("gives the message that IMAP appended its UID and flags", async () => {
    const mailbox = openMbox(path(), options);
    const uid = await mailbox.append(Buffer.from("Subject: draft\r\n\r\nx\r\n"), new Set(["\\Draft"]), date.getTime());
    const { messages, uidNext } = await openMbox(path(), options).refresh();
    expect([uid, uidNext]).toEqual([1, 2]);
    expect([...(messages[0]?.flags ?? [])]).toEqual(["\\Draft"]);
  });

  it("moves no message when the header has no empty line after it", async () => {
    writeFileSync(path(), "From a Mon Jan  5 01:02:03 2026\nSubject: old");
    await deliver("Subject: two\n\nb\n");
    const mailbox = openMbox(path(), options);
    await mailbox.refresh();
    expect((await mailbox.read(2))?.toString()).toBe("Subject: two\r\n\r\nb\r\n");
  });

  it("loses no arrival while messages are removed and flagged at the same time", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("deliver", "expunge", "flag", "look"), { maxLength: 25 }),
        async (steps) => {
          rmSync(path(), { force: true });
          rmSync(join(directory, ".anna.imapbase"), { force: true });
          const readers = [openMbox(path(), options), openMbox(path(), options)] as const;
          let count = 0;
          const removed = new Set<string>();
          await Promise.all(
            steps.map(async (step, at) => {
              const mailbox = at % 2 === 0 ? readers[0] : readers[1];
              if (step === "deliver") {
                count += 1;
                return deliver(`Subject: ${count}\n\nFrom ${"x".repeat(count)}\n`);
              }
              const { messages } = await mailbox.refresh();
              const first = messages[0];
              if (!first) return;
              if (step === "flag") await mailbox.setFlags(new Map([[first.uid, new Set(["\\Seen", "k".repeat(at)])]]));
              if (step === "expunge") {
                const message = await mailbox.read(first.uid);
                await mailbox.expunge(new Set([first.uid]));
                if (message) removed.add(subjectOf(message));
              }
            }),
          );
          const left = openMbox(path(), options);
          const { messages } = await left.refresh();
          const found = await Promise.all(
            messages.map(async ({ uid }) => subjectOf((await left.read(uid)) ?? Buffer.alloc(0))),
          );
          expect([...found, ...removed].sort()).toEqual(
            Array.from({ length: count }, (_, at) => String(at + 1)).sort(),
          );
          const uids = messages.map(({ uid }) => uid);
          expect(uids).toEqual([...uids].sort((a, b) => a - b));
          expect(messages.map(({ size }) => size)).toEqual(
            await Promise.all(messages.map(async ({ uid }) => (await left.read(uid))?.length)),
          );
        },
      ),
      { numRuns: 25 },
    );
  });
});

function subjectOf(message: Buffer): string {
  return /^Subject: (\d+)/m.exec(message.toString())?.[1] ?? "?";
}
