import type { WriteStream } from "node:tty";

/** One line on a terminal for work that takes longer than a second. */
export interface Progress {
  /** What is being done now; cheap enough to be called for every chunk. */
  at(what: string): void;
  done(): void;
}

const patience = 1000;
const step = 200;

export function progressOn(stream: WriteStream, quiet: boolean): Progress {
  const start = Date.now();
  let shown = 0;
  return {
    at(what) {
      const now = Date.now();
      if (quiet || stream.isTTY !== true || now - start < patience || now - shown < step) return;
      shown = now;
      stream.write(`\r\x1b[K${what} (${Math.round((now - start) / 1000)} s)`);
    },
    done() {
      if (shown > 0) stream.write("\r\x1b[K");
    },
  };
}
