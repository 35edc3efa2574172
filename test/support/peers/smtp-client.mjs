// Speaks SMTP line by line: reads {port, host, dialogues: [{source, lines}], policy} as JSON on stdin, prints for each
// dialogue its replies as JSON. Each dialogue is a connection of its own. A line may be {send, replies}: commands that
// are sent together, and how many replies they get. `policy` is {port, answers}: a policy service (SMTPD_POLICY_README)
// that answers by recipient, sender, client address, client name or `*`.
import { createConnection, createServer } from "node:net";

const input = await new Response(process.stdin).json();
if (input.policy) await startPolicy(input.policy);
const results = [];
for (const dialogue of input.dialogues) results.push(await hold(dialogue));
console.log(JSON.stringify(results));
process.exit(0);

async function hold({ source, lines }) {
  const socket = createConnection({ port: input.port, host: input.host ?? "127.0.0.1", localAddress: source });
  socket.setEncoding("latin1");
  const replies = [];
  let unread = "";
  let wake = () => {};
  let ended = false;
  let error;
  const end = (message) => {
    error ??= message;
    ended = true;
    socket.destroy();
    wake();
  };
  socket.setTimeout(30_000, () => end("the server said nothing for 30 seconds"));
  socket.on("error", (problem) => end(problem.message));
  socket.on("data", (piece) => {
    unread += piece;
    wake();
  });
  socket.on("close", () => end(undefined));

  /** One whole reply, with its continuation lines; undefined when the server has closed. */
  const reply = async () => {
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
  };

  replies.push((await reply()) ?? "");
  speaking: for (const line of lines) {
    const { send, replies: count } = typeof line === "string" ? { send: line, replies: 1 } : line;
    socket.write(`${send.replace(/\r?\n/g, "\r\n")}\r\n`, "latin1");
    for (let at = 0; at < count; at += 1) {
      const answer = await reply();
      if (answer === undefined) break speaking;
      replies.push(answer);
    }
  }
  socket.end();
  return { replies, error };
}

function startPolicy({ port, answers }) {
  const server = createServer((socket) => {
    socket.setEncoding("latin1");
    socket.on("error", () => {});
    let unread = "";
    socket.on("data", (piece) => {
      unread += piece;
      for (let end = unread.indexOf("\n\n"); end !== -1; end = unread.indexOf("\n\n")) {
        const attributes = Object.fromEntries(unread.slice(0, end).split("\n").map(pair));
        unread = unread.slice(end + 2);
        const { recipient, sender, client_address: address, client_name: name } = attributes;
        const key = [recipient, sender, address, name, "*"].find((each) => each && Object.hasOwn(answers, each));
        socket.write(`action=${key === undefined ? "DUNNO" : answers[key]}\n\n`, "latin1");
      }
    });
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
}

function pair(line) {
  const at = line.indexOf("=");
  return [line.slice(0, at), line.slice(at + 1)];
}
