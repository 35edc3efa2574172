import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Account } from "../../../src/runtime/accounts.ts";
import { serveImap } from "../../../src/runtime/imapd/server.ts";
import { type Listener, listen } from "../../../src/runtime/listener.ts";
import { servePop3 } from "../../../src/runtime/pop3d/server.ts";
import { type InboxPlace, openFolders } from "../../../src/runtime/store/folders.ts";
import { defaultLocking } from "../../../src/runtime/store/locks.ts";
import { deliverToMaildir } from "../../../src/runtime/store/maildir.ts";
import { deliverToMbox } from "../../../src/runtime/store/mbox.ts";

/** POP3 and IMAP over one mailbox of the user `anna` with the password `secret`. */
export interface Readers {
  readonly inbox: InboxPlace;
  readonly pop3: number;
  readonly imap: number;
  deliver(message: string, date?: Date): Promise<void>;
  close(): Promise<void>;
}

export async function startReaders(kind: "mbox" | "maildir"): Promise<Readers> {
  const directory = mkdtempSync(join(tmpdir(), "readers-"));
  const home = join(directory, "home");
  mkdirSync(home);
  const inbox: InboxPlace = { kind, path: kind === "mbox" ? join(directory, "anna") : join(home, "Maildir"), home };
  const account: Account = { name: "anna", folders: openFolders(inbox, defaultLocking) };
  const services = {
    hostname: "mail.example.org",
    login: async (name: string, password: string) => (name === "anna" && password === "secret" ? account : undefined),
    tls: undefined,
    plainAllowed: () => true,
    messageLimit: 10_000_000,
    log: (line: string) => console.error(line),
  };
  const local = { host: "127.0.0.1", port: 0 };
  const listeners: Listener[] = [
    await listen(local, (connection) => servePop3(connection, services)),
    await listen(local, (connection) => serveImap(connection, services)),
  ];
  return {
    inbox,
    pop3: listeners[0]?.port ?? 0,
    imap: listeners[1]?.port ?? 0,
    async deliver(message, date = new Date(2026, 10, 24, 9, 30)) {
      const delivery = { sender: "b@example.net", headers: [], message: Buffer.from(message, "latin1"), date };
      if (kind === "mbox") await deliverToMbox(inbox.path, delivery, { locking: defaultLocking });
      else await deliverToMaildir(inbox.path, delivery, { locking: defaultLocking });
    },
    async close() {
      await Promise.all(listeners.map((listener) => listener.close()));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A client that sends lines and reads until the text it waits for. */
export interface LineClient {
  send(text: string): void;
  /** Everything up to and including the first match. */
  until(pattern: RegExp): Promise<string>;
  /** An IMAP command with its whole answer, without the tagged line's tag. */
  command(text: string): Promise<string>;
  close(): void;
}

export async function connectClient(port: number): Promise<LineClient> {
  const socket: Socket = connect(port, "127.0.0.1");
  let text = "";
  let wake: (() => void) | undefined;
  let ended = false;
  socket.on("data", (bytes: Buffer) => {
    text += bytes.toString("latin1");
    wake?.();
  });
  socket.on("close", () => {
    ended = true;
    wake?.();
  });
  socket.on("error", () => undefined);
  let count = 0;
  const client: LineClient = {
    send: (line) => socket.write(Buffer.from(line, "latin1")),
    async until(pattern) {
      for (;;) {
        const match = pattern.exec(text);
        if (match) {
          const end = match.index + match[0].length;
          const found = text.slice(0, end);
          text = text.slice(end);
          return found;
        }
        if (ended) throw new Error(`connection ended before ${pattern}; got ${JSON.stringify(text)}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    async command(line) {
      count += 1;
      const tag = `t${count}`;
      client.send(`${tag} ${line}\r\n`);
      const answer = await client.until(new RegExp(`^${tag} .*\r\n`, "m"));
      return answer.replace(new RegExp(`^${tag} `, "m"), "").replaceAll("\r\n", "\n");
    },
    close: () => socket.destroy(),
  };
  return client;
}
