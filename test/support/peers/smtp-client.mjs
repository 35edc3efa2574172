// Speaks SMTP line by line: reads {port, host, source, lines, secure} as JSON on stdin, prints the replies as JSON.
import { createConnection } from "node:net";

const input = await new Response(process.stdin).json();
const socket = createConnection({ port: input.port, host: input.host ?? "127.0.0.1", localAddress: input.source });
socket.setEncoding("latin1");
socket.setTimeout(30_000, () => fail("the server said nothing for 30 seconds"));
socket.on("error", (error) => fail(error.message));

const replies = [];
let unread = "";
let wake = () => {};
let ended = false;
socket.on("data", (piece) => {
  unread += piece;
  wake();
});
socket.on("close", () => {
  ended = true;
  wake();
});

function fail(message) {
  console.log(JSON.stringify({ replies, error: message }));
  process.exit(0);
}

/** One whole reply, with its continuation lines; undefined when the server has closed. */
async function reply() {
  for (;;) {
    const whole = /^(?:\d{3}-.*\r?\n)*\d{3}(?: .*)?\r?\n/.exec(unread);
    if (whole) {
      unread = unread.slice(whole[0].length);
      return whole[0].replace(/\r/g, "").trimEnd();
    }
    if (ended) return undefined;
    await new Promise((resolve) => {
      wake = resolve;
    });
  }
}

replies.push((await reply()) ?? "");
for (const line of input.lines) {
  socket.write(`${line.replace(/\r?\n/g, "\r\n")}\r\n`, "latin1");
  const answer = await reply();
  if (answer === undefined) break;
  replies.push(answer);
}
socket.end();
console.log(JSON.stringify({ replies }));
process.exit(0);
