// Sends many messages with one recipient each, from the address of each one's client.
// stdin: {port, messages: [{source, helo, sender, recipient, data}]}; stdout: [{replies: [..], error?}], in order.
import { createConnection } from "node:net";

// Some servers keep clients waiting on purpose.
const AT_ONCE = 20;
const input = await new Response(process.stdin).json();
const answers = [];

async function send({ source, helo, sender, recipient, data }) {
  const socket = createConnection({ port: input.port, host: "127.0.0.1", localAddress: source });
  socket.setEncoding("latin1");
  let unread = "";
  let wake = () => {};
  let failure;
  const stop = (why) => {
    failure ??= why;
    wake();
  };
  socket.setTimeout(60_000, () => stop("silence"));
  socket.on("error", (error) => stop(error.message));
  socket.on("close", () => stop("closed"));
  socket.on("data", (piece) => {
    unread += piece;
    wake();
  });
  const replies = [];
  const reply = async () => {
    for (;;) {
      const whole = /^(?:\d{3}-.*\r?\n)*\d{3}(?: .*)?\r?\n/.exec(unread);
      if (whole) {
        unread = unread.slice(whole[0].length);
        replies.push(whole[0].replace(/\r/g, "").trimEnd());
        return replies.at(-1).split("\n").at(-1);
      }
      if (failure) return "";
      await new Promise((resolve) => {
        wake = resolve;
      });
    }
  };
  let answer = await reply();
  for (const line of [`EHLO ${helo}`, `MAIL FROM:<${sender}>`, `RCPT TO:<${recipient}>`, "DATA", `${data}\n.`]) {
    if (!/^[23]/.test(answer)) break;
    socket.write(`${line.replace(/\r?\n/g, "\r\n")}\r\n`, "latin1");
    answer = await reply();
  }
  const error = failure;
  if (!failure) {
    socket.write("QUIT\r\n");
    // A server that hung up after its last reply says nothing to this.
    if ((await reply()) !== "") replies.pop();
  }
  socket.destroy();
  return error === undefined ? { replies } : { replies, error };
}

let next = 0;
async function work() {
  while (next < input.messages.length) {
    const at = next;
    next += 1;
    answers[at] = await send(input.messages[at]);
    // A server whose queue of new connections is full hangs up before it has greeted.
    for (let tries = 1; answers[at].replies.length === 0 && tries < 10; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 200 * tries));
      answers[at] = await send(input.messages[at]);
    }
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, work));
process.stdout.write(JSON.stringify(answers), () => process.exit(0));
