/** connection: a socket as the line protocols use it, read by pulling, written with back pressure, upgraded to TLS. */
import type { Socket } from "node:net";
import { type SecureContext, TLSSocket } from "node:tls";

export interface Connection {
  /** The client's address; IPv4 without the `::ffff:` prefix. */
  readonly address: string;
  readonly secure: boolean;
  /** The next bytes, or undefined when the client is gone or was silent longer than `idle` milliseconds. */
  read(idle: number): Promise<Buffer | undefined>;
  /** Settles when the bytes are handed to the system; a lost client is not an error. */
  write(data: string | Buffer): Promise<void>;
  /** Makes a TLS session of it; bytes that came before the handshake are thrown away. Rejects when it fails. */
  startTls(context: SecureContext): Promise<void>;
  close(): void;
}

export function openConnection(first: Socket): Connection {
  let socket = first;
  let ended = false;
  let waiting: ((bytes: Buffer | undefined) => void) | undefined;
  const chunks: Buffer[] = [];

  const deliver = (bytes: Buffer | undefined): void => {
    const wanted = waiting;
    waiting = undefined;
    if (wanted) wanted(bytes);
    else if (bytes) {
      chunks.push(bytes);
      socket.pause();
    }
  };
  const finish = (): void => {
    ended = true;
    deliver(undefined);
  };
  const attach = (): void => {
    socket.setNoDelay(true);
    socket.on("data", deliver);
    socket.on("end", finish);
    socket.on("close", finish);
    socket.on("error", finish);
  };
  attach();

  return {
    address: (first.remoteAddress ?? "").replace(/^::ffff:/, ""),
    get secure() {
      return socket instanceof TLSSocket;
    },
    read(idle) {
      const held = chunks.shift();
      if (held) return Promise.resolve(held);
      if (ended) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          waiting = undefined;
          resolve(undefined);
        }, idle);
        waiting = (bytes) => {
          clearTimeout(timer);
          resolve(bytes);
        };
        socket.resume();
      });
    },
    write(data) {
      if (ended || !socket.writable) return Promise.resolve();
      const bytes = typeof data === "string" ? Buffer.from(data, "latin1") : data;
      if (socket.write(bytes)) return Promise.resolve();
      return new Promise((resolve) => {
        const done = (): void => {
          socket.off("drain", done);
          socket.off("close", done);
          resolve();
        };
        socket.once("drain", done);
        socket.once("close", done);
      });
    },
    startTls(context) {
      const plain = socket;
      plain.removeAllListeners("data");
      plain.removeAllListeners("end");
      plain.removeAllListeners("close");
      chunks.length = 0;
      const secure = new TLSSocket(plain, { isServer: true, secureContext: context });
      return new Promise((resolve, reject) => {
        secure.once("secure", () => {
          socket = secure;
          attach();
          resolve();
        });
        secure.once("error", (error) => {
          finish();
          reject(error);
        });
        secure.once("close", finish);
      });
    },
    close() {
      socket.end();
      // A client that keeps its half open does not keep us.
      setTimeout(() => socket.destroy(), 2000).unref();
    },
  };
}
