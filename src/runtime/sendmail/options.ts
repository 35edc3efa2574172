/** options: the command line of sendmail(1), as Postfix's reads it */
import type { NotifyCondition } from "../queue/envelope.ts";

export type SendmailMode = "deliver" | "smtp" | "queue" | "flush" | "aliases";

export interface SendmailOptions {
  readonly mode: SendmailMode;
  /** -t: recipients from the header. */
  readonly fromHeader: boolean;
  /** -i: a line with a dot alone ends nothing. */
  readonly ignoresDot: boolean;
  readonly sender: string | undefined;
  readonly fullName: string | undefined;
  readonly notify: readonly NotifyCondition[] | undefined;
  readonly ret: "FULL" | "HDRS" | undefined;
  readonly envid: string | undefined;
  readonly recipients: readonly string[];
  readonly data: string | undefined;
}

/** Options that take a value and mean nothing here (sendmail(1)): -B body type, -C file, -L label, -O, -X. */
const ignoredWithValue = new Set(["B", "C", "L", "O", "X", "h", "p", "A", "o"]);
const modes: Readonly<Record<string, SendmailMode>> = {
  m: "deliver",
  s: "smtp",
  p: "queue",
  i: "aliases",
};

/** A sentence where the words are not a command line of sendmail(1). */
export function readSendmailOptions(words: readonly string[]): SendmailOptions | string {
  const found = {
    mode: "deliver" as SendmailMode,
    fromHeader: false,
    ignoresDot: false,
    sender: undefined as string | undefined,
    fullName: undefined as string | undefined,
    notify: undefined as readonly NotifyCondition[] | undefined,
    ret: undefined as "FULL" | "HDRS" | undefined,
    envid: undefined as string | undefined,
    recipients: [] as string[],
    data: undefined as string | undefined,
  };
  const queue = [...words];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === "--data") found.data = queue.shift();
    else if (word.startsWith("--data=")) found.data = word.slice("--data=".length);
    else if (word === "--") found.recipients.push(...queue.splice(0));
    else if (!word.startsWith("-") || word === "-") found.recipients.push(word);
    else {
      const problem = readLetters(word, queue, found);
      if (problem !== undefined) return problem;
    }
  }
  return found;
}

type Mutable = { -readonly [Name in keyof SendmailOptions]: SendmailOptions[Name] };

function readLetters(word: string, queue: string[], found: Mutable): string | undefined {
  for (let at = 1; at < word.length; at += 1) {
    const letter = word[at] ?? "";
    const rest = word.slice(at + 1);
    const value = (): string => (rest === "" ? (queue.shift() ?? "") : rest);
    switch (letter) {
      case "b": {
        const mode = modes[rest.charAt(0)];
        if (!mode) return `-b${rest}: the server is started by \`serve\`; known are -bm, -bs, -bp and -bi`;
        found.mode = mode;
        return undefined;
      }
      case "t":
        found.fromHeader = true;
        break;
      case "i":
        found.ignoresDot = true;
        break;
      case "f":
      case "r":
        found.sender = value().replace(/^<(.*)>$/, "$1");
        return undefined;
      case "F":
        found.fullName = value();
        return undefined;
      case "N":
        return readNotify(value(), found);
      case "R":
        found.ret = /^hdrs$/i.test(value()) ? "HDRS" : "FULL";
        return undefined;
      case "V":
        found.envid = value();
        return undefined;
      case "q":
        found.mode = "flush";
        return undefined;
      case "I":
        found.mode = "aliases";
        break;
      case "o":
        if (rest === "i") found.ignoresDot = true;
        if (rest === "") queue.shift();
        return undefined;
      case "G":
      case "n":
      case "v":
      case "m":
      case "U":
        break;
      default:
        if (!ignoredWithValue.has(letter)) return `-${letter} is no option of sendmail(1)`;
        value();
        return undefined;
    }
  }
  return undefined;
}

function readNotify(text: string, found: Mutable): string | undefined {
  const words = text.toUpperCase().split(",");
  const known = words.flatMap((word): readonly NotifyCondition[] =>
    word === "NEVER" || word === "SUCCESS" || word === "FAILURE" || word === "DELAY" ? [word] : [],
  );
  if (known.length !== words.length || (known.includes("NEVER") && known.length > 1)) {
    return `-N ${text}: never, or some of failure, delay and success`;
  }
  found.notify = known;
  return undefined;
}
