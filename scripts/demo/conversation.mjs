// A line-by-line client for SMTP, POP3 and IMAP that shows what is said.
import { connect } from "node:net";

const lastLine = {
  smtp: /^\d{3}(?: .*)?\r\n/m,
  "pop3, one line": /^(?:\+OK|-ERR).*\r\n/m,
  "pop3, many lines": /^-ERR.*\r\n|^\.\r\n/m,
};

/**
 * Opens a connection to loopback. `ask(line, protocol)` sends a line and resolves to the whole answer; `shown` is
 * called with every line that is to be seen. Rejects when the server goes away or is silent for ten seconds.
 */
export async function converse(port, shown) {
  const socket = connect(port, "127.0.0.1");
  let heard = "";
  let wake = () => undefined;
  let gone = false;
  socket.on("data", (bytes) => {
    heard += bytes.toString("latin1");
    wake();
  });
  socket.on("error", () => undefined);
  socket.on("close", () => {
    gone = true;
    wake();
  });

  async function until(pattern) {
    const silence = setTimeout(() => socket.destroy(), 10_000);
    try {
      for (;;) {
        const match = pattern.exec(heard);
        if (match) {
          const answer = heard.slice(0, match.index + match[0].length);
          heard = heard.slice(answer.length);
          return answer;
        }
        if (gone) throw new Error(`the server on port ${port} went away; it had said: ${JSON.stringify(heard)}`);
        await new Promise((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      clearTimeout(silence);
    }
  }

  function show(answer) {
    for (const line of answer.trimEnd().split("\r\n")) shown(`S: ${line}`);
  }

  return {
    async greeted(pattern) {
      const answer = await until(pattern);
      show(answer);
      return answer;
    },
    async ask(line, protocol, { say = line, quiet = false } = {}) {
      if (!quiet) shown(`C: ${say}`);
      socket.write(Buffer.from(`${line}\r\n`, "latin1"));
      const answer = await until(protocol === "imap" ? /^a\d+ .*\r\n/m : lastLine[protocol]);
      if (!quiet) show(answer);
      return answer;
    },
    close: () => socket.end(),
  };
}
