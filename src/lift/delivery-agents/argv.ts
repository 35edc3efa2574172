import type { AgentProgram, Argument, ArgumentPart } from "../../model/agents.ts";
import type { MailerSymbol } from "../../sendmail/config.ts";

/** readcf.c, makeargv: words parted by blanks; quotes are kept as part of the word. */
export function readArgv(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

export function readProgram(mailer: MailerSymbol): AgentProgram {
  return { path: mailer.path, arguments: readArgv(mailer.argv).map((word) => readArgument(word, mailer)) };
}

/** Text, and macros that sendmail fills in for each delivery (deliver.c; op.me, "D -- Define Macro"). */
function readArgument(word: string, mailer: MailerSymbol): Argument {
  const parts: ArgumentPart[] = [];
  let from = 0;
  for (const match of word.matchAll(/\$&?(?:\{([^}]*)\}|(.))/g)) {
    if (match.index > from) parts.push({ kind: "text", text: word.slice(from, match.index) });
    from = match.index + match[0].length;
    parts.push(macroPart(match[1] ?? match[2] ?? "", match[0], word.slice(from), mailer));
  }
  if (from < word.length) parts.push({ kind: "text", text: word.slice(from) });
  return parts;
}

function macroPart(name: string, written: string, rest: string, mailer: MailerSymbol): ArgumentPart {
  switch (name) {
    case "u":
      return { kind: "value", value: userAlone(rest, mailer) ? "recipient-user" : "recipient" };
    case "h":
      return { kind: "value", value: "recipient-host" };
    case "f":
    case "g":
      return { kind: "value", value: "sender" };
    case "i":
      return { kind: "value", value: "queue-id" };
    case "client_addr":
      return { kind: "value", value: "client-address" };
    case "$":
      return { kind: "text", text: "$" };
    default:
      return { kind: "unknown", text: written };
  }
}

/**
 * `$u` is what the rules put behind `$:`. A mailer for final delivery (F=l), or one whose argument adds the host
 * itself (`$u@$h`), gets the user alone; others get the whole address.
 */
function userAlone(rest: string, mailer: MailerSymbol): boolean {
  return mailer.flags.has("l") || rest.startsWith("@");
}
