/** smtp-session: `sendmail -bs`: SMTP on standard input and output, as smtpd(8) speaks it stand-alone */
import type { Readable, Writable } from "node:stream";
import { localClient } from "../queue/envelope.ts";
import { enqueue, type QueueDirectory } from "../queue/queue-directory.ts";
import { readPathCommand } from "../smtpd/address.ts";

/** Talks until QUIT or the end of the input. No restrictions: who may run it may send. */
export async function speakSmtp(
  queue: QueueDirectory,
  hostname: string,
  input: Readable,
  output: Writable,
): Promise<void> {
  const say = (text: string): void => {
    output.write(`${text}\r\n`);
  };
  let sender: string | undefined;
  let recipients: string[] = [];
  let data: string[] | undefined;
  const reset = (): void => {
    sender = undefined;
    recipients = [];
    data = undefined;
  };

  async function finish(lines: readonly string[]): Promise<void> {
    const envelope = {
      sender: sender ?? "",
      arrival: Date.now(),
      recipients: recipients.map((address) => ({ address, original: address })),
      client: localClient,
    };
    const text = lines.map((line) => `${line}\n`).join("");
    const id = await enqueue(queue, "maildrop", envelope, () => [Buffer.from(text, "latin1")]);
    reset();
    say(`250 2.0.0 Ok: queued as ${id}`);
  }

  function command(line: string): "quit" | undefined {
    const verb = /^\S*/.exec(line)?.[0].toUpperCase() ?? "";
    const path = verb === "MAIL" ? readPathCommand(line, "MAIL FROM") : undefined;
    const recipient = verb === "RCPT" ? readPathCommand(line, "RCPT TO") : undefined;
    switch (verb) {
      case "HELO":
        say(`250 ${hostname}`);
        return undefined;
      case "EHLO":
        for (const feature of [hostname, "PIPELINING", "ENHANCEDSTATUSCODES"]) say(`250-${feature}`);
        say("250 8BITMIME");
        return undefined;
      case "MAIL":
        if (!path) say("501 5.5.4 Syntax: MAIL FROM:<address>");
        else if (sender !== undefined) say("503 5.5.1 Error: nested MAIL command");
        else {
          sender = path.address;
          say("250 2.1.0 Ok");
        }
        return undefined;
      case "RCPT":
        if (sender === undefined) say("503 5.5.1 Error: need MAIL command");
        else if (!recipient || recipient.address === "") say("501 5.1.3 Bad recipient address syntax");
        else {
          recipients.push(recipient.address);
          say("250 2.1.5 Ok");
        }
        return undefined;
      case "DATA":
        if (recipients.length === 0) say("503 5.5.1 Error: need RCPT command");
        else {
          data = [];
          say("354 End data with <CR><LF>.<CR><LF>");
        }
        return undefined;
      case "RSET":
        reset();
        say("250 2.0.0 Ok");
        return undefined;
      case "NOOP":
        say("250 2.0.0 Ok");
        return undefined;
      case "VRFY":
        say(`252 2.0.0 ${line.slice(4).trim()}`);
        return undefined;
      case "QUIT":
        say("221 2.0.0 Bye");
        return "quit";
      default:
        say("502 5.5.2 Error: command not recognized");
        return undefined;
    }
  }

  say(`220 ${hostname} ESMTP`);
  for await (const line of linesOf(input)) {
    if (!data) {
      if (command(line) === "quit") return;
    } else if (line === ".") await finish(data);
    else data.push(line.startsWith(".") ? line.slice(1) : line);
  }
}

async function* linesOf(input: Readable): AsyncGenerator<string> {
  let text = "";
  for await (const chunk of input) {
    text += (chunk as Buffer).toString("latin1");
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n")) {
      yield text.slice(0, end).replace(/\r$/, "");
      text = text.slice(end + 1);
    }
  }
}
