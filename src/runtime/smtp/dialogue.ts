/** dialogue: one SMTP or LMTP connection as a client speaks it (RFC 5321, RFC 2033), by pulling replies */
import { connect as connectTcp, type Socket } from "node:net";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import { type Connection, openConnection } from "../connection.ts";

export interface Reply {
  readonly code: number;
  /** Lines without their codes. */
  readonly lines: readonly string[];
}

/** The connection was lost, or its server did not keep to the protocol. */
export class BrokenDialogue extends Error {}

export interface ClientDialogue {
  /** Waits for a reply. */
  reply(seconds: number): Promise<Reply>;
  /** Sends a command and waits for its reply. */
  command(line: string, seconds: number): Promise<Reply>;
  /** Sends a message (lines ending in LF) with its dots doubled, and the dot that ends it; no reply is read. */
  message(text: Buffer): Promise<void>;
  startTls(options: ConnectionOptions): Promise<void>;
  readonly secure: boolean;
  close(): void;
}

/** Where to: a host's address with its port, or a socket of this host. */
export type Endpoint = { readonly address: string; readonly port: number } | { readonly path: string };

const REPLY_LIMIT = 64 * 1024;

/** Rejects when nobody answers within `seconds`. `tls`: from the first byte. */
export async function openDialogue(
  endpoint: Endpoint,
  seconds: number,
  tls?: ConnectionOptions,
): Promise<ClientDialogue> {
  let socket = await opened(endpoint, seconds, tls);
  let connection: Connection = openConnection(socket);
  let secure = tls !== undefined;
  let text = "";

  async function line(milliseconds: number): Promise<string> {
    for (;;) {
      const end = text.indexOf("\n");
      if (end !== -1) {
        const found = text.slice(0, end).replace(/\r$/, "");
        text = text.slice(end + 1);
        return found;
      }
      if (text.length > REPLY_LIMIT) throw new BrokenDialogue("a reply without end");
      const bytes = await connection.read(milliseconds);
      if (!bytes) throw new BrokenDialogue("lost connection");
      text += bytes.toString("latin1");
    }
  }

  async function reply(wait: number): Promise<Reply> {
    const lines: string[] = [];
    for (;;) {
      const match = /^(\d{3})([ -]?)(.*)$/.exec(await line(wait * 1000));
      if (!match) throw new BrokenDialogue("a reply that is none");
      lines.push(match[3] ?? "");
      if (match[2] !== "-") return { code: Number(match[1]), lines };
    }
  }

  return {
    reply,
    async command(written, wait) {
      await connection.write(Buffer.from(`${written}\r\n`, "utf8"));
      return reply(wait);
    },
    async message(bytes) {
      const lines = bytes.toString("latin1").replace(/\n$/, "").split("\n");
      const stuffed = lines.map((each) => (each.startsWith(".") ? `.${each}` : each)).join("\r\n");
      await connection.write(Buffer.from(`${stuffed}\r\n.\r\n`, "latin1"));
    },
    async startTls(options) {
      socket.removeAllListeners();
      const secured = connectTls({ ...options, socket });
      await new Promise<void>((resolve, reject) => {
        secured.once("secureConnect", resolve);
        secured.once("error", reject);
      });
      socket = secured;
      connection = openConnection(secured);
      text = "";
      secure = true;
    },
    get secure() {
      return secure;
    },
    close: () => socket.destroy(),
  };
}

function opened(endpoint: Endpoint, seconds: number, tls: ConnectionOptions | undefined): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const where = "path" in endpoint ? { path: endpoint.path } : { host: endpoint.address, port: endpoint.port };
    const socket = tls ? connectTls({ ...tls, ...where }) : connectTcp(where);
    const timer = setTimeout(() => fail(new Error("Connection timed out")), seconds * 1000);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    };
    socket.once("error", fail);
    socket.once(tls ? "secureConnect" : "connect", () => {
      clearTimeout(timer);
      socket.off("error", fail);
      resolve(socket);
    });
  });
}
