/** listener: a listening socket, plain or with TLS from the first byte, and its open connections */
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TLSSocket } from "node:tls";
import { type Connection, openConnection } from "./connection.ts";

export interface Listener {
  readonly port: number;
  /** Stops listening and cuts what is open. */
  close(): Promise<void>;
}

/** The port could not be had. */
export class PortTaken extends Error {
  readonly port: number;
  constructor(port: number, reason: string) {
    super(reason);
    this.port = port;
  }
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Set for ports where TLS starts at once (pop3s, imaps). */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
}

/** Listens and serves each client; a failing session is the client's loss alone. */
export async function listen(
  options: ListenOptions,
  serve: (connection: Connection) => Promise<void>,
): Promise<Listener> {
  const open = new Set<Socket>();
  const accept = (socket: Socket): void => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("error", () => socket.destroy());
    serve(openConnection(socket)).catch(() => socket.destroy());
  };
  const server = options.tls ? createTlsServer(options.tls, accept) : createServer(accept);
  if (options.tls) server.on("tlsClientError", (_, socket: TLSSocket) => socket.destroy());
  const port = await bound(server, options.host, options.port);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

/** Binds a server and gives its port. Rejects with PortTaken. */
export function bound(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(new PortTaken(port, `${error.code ?? error.message}`)),
    );
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}
