import type { WriteStream } from "node:tty";

/** Colour for a terminal, unless NO_COLOR is set (no-color.org) or a flag says otherwise. */
export function wantsColour(flag: boolean | undefined, stream: WriteStream): boolean {
  if (flag === true) return true;
  if (flag === false || (process.env.NO_COLOR ?? "") !== "") return false;
  return stream.isTTY === true;
}
