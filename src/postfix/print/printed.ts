import type { Origin } from "../../source/origin.ts";

/** One line that stands for something of the source: what the report names as `to`. */
export interface PrintedLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly origins: readonly Origin[];
}

/** A whole small file, one character a byte, with the origin of each of its directives. */
export interface PrintedFile {
  /** Name in the Postfix directory. */
  readonly name: string;
  readonly text: string;
  readonly lines: readonly PrintedLine[];
}

/** A page that counts its lines while they are written. */
export interface Page {
  line(text: string, origins?: readonly Origin[]): void;
  empty(): boolean;
  done(): PrintedFile;
}

export function pageOf(name: string): Page {
  const text: string[] = [];
  const lines: PrintedLine[] = [];
  return {
    line: (content, origins) => {
      text.push(content);
      if (origins) lines.push({ file: name, line: text.length, text: content, origins });
    },
    empty: () => text.length === 0,
    done: () => ({ name, text: text.map((each) => `${each}\n`).join(""), lines }),
  };
}
