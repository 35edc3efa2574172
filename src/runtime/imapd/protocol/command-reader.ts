/**
 * command-reader: cuts the client's bytes into commands
 *
 * A command is a line; a line that ends in `{n}` or `{n+}` (RFC 7888) goes on after n bytes of literal. A command is
 * given out whole, literals in place, so that the parser sees one buffer.
 */

export interface ReaderLimits {
  /** Bytes of a command without its literals. */
  readonly line: number;
  /** Bytes of one literal. */
  readonly literal: number;
}

export type ReaderEvent =
  | { readonly kind: "command"; readonly bytes: Buffer }
  /** A `{n}` literal was announced: the client waits for `+`. */
  | { readonly kind: "continue" }
  /** Too long; `tag` is known when the line had one. A too long `{n}` literal is not sent by the client any more. */
  | { readonly kind: "too-long"; readonly tag: string | undefined; readonly fatal: boolean };

export interface CommandReader {
  /** Takes bytes in and gives what they complete; limits are asked for at each call, because logging in raises them. */
  take(bytes: Buffer, limits: ReaderLimits): readonly ReaderEvent[];
  /** Takes what was not consumed yet (a TLS handshake or IDLE's DONE takes over). */
  rest(): Buffer;
}

export function createCommandReader(): CommandReader {
  let pending: Buffer = Buffer.alloc(0);
  /** Where in `pending` the current line piece starts. */
  let lineFrom = 0;
  /** Bytes of literal that are still to come; they end at this offset. */
  let literalEnd = 0;

  function next(limits: ReaderLimits): ReaderEvent | undefined {
    if (pending.length < literalEnd) return undefined;
    lineFrom = Math.max(lineFrom, literalEnd);
    const lf = pending.indexOf(10, lineFrom);
    if (lf === -1) {
      if (pending.length - lineFrom <= limits.line) return undefined;
      return { kind: "too-long", tag: tagOf(pending), fatal: true };
    }
    const end = lf > lineFrom && pending[lf - 1] === 13 ? lf - 1 : lf;
    const literal = /\{(\d{1,10})(\+?)\}$/.exec(pending.toString("latin1", Math.max(lineFrom, end - 14), end));
    if (literal) return literalAnnounced(Number(literal[1]), literal[2] === "+", lf + 1, limits);
    const bytes = pending.subarray(0, end);
    pending = pending.subarray(lf + 1);
    lineFrom = 0;
    literalEnd = 0;
    return { kind: "command", bytes };
  }

  function literalAnnounced(
    length: number,
    nonSync: boolean,
    from: number,
    limits: ReaderLimits,
  ): ReaderEvent | undefined {
    if (length <= limits.literal) {
      literalEnd = from + length;
      lineFrom = literalEnd;
      return nonSync ? next(limits) : { kind: "continue" };
    }
    const tag = tagOf(pending);
    pending = pending.subarray(from);
    lineFrom = 0;
    literalEnd = 0;
    return { kind: "too-long", tag, fatal: nonSync };
  }

  return {
    take(bytes, limits) {
      pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
      const events: ReaderEvent[] = [];
      for (let event = next(limits); event; event = next(limits)) {
        events.push(event);
        if (event.kind === "too-long" && event.fatal) break;
      }
      return events;
    },
    rest() {
      const rest = pending;
      pending = Buffer.alloc(0);
      return rest;
    },
  };
}

function tagOf(bytes: Buffer): string | undefined {
  return /^([^\s(){%*"\\+]+) /.exec(bytes.toString("latin1", 0, 80))?.[1];
}
