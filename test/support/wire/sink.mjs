// Accepts all mail for any address of a sandbox, and writes one JSON line a message. Arguments: LOG READY PORT...
import { appendFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";

const [log, ready, ...ports] = process.argv.slice(2);

function serve(socket) {
  let unread = "";
  let message = { sender: "", recipients: [] };
  let data;
  const say = (text) => socket.write(`${text}\r\n`);
  socket.setEncoding("latin1");
  socket.on("error", () => {});
  say("220 sink.invalid ESMTP");
  socket.on("data", (piece) => {
    unread += piece;
    for (let end = unread.indexOf("\n"); end !== -1; end = unread.indexOf("\n")) {
      const line = unread.slice(0, end).replace(/\r$/, "");
      unread = unread.slice(end + 1);
      if (data === undefined) command(line);
      else if (line === ".") {
        const place = { address: socket.localAddress.replace(/^::ffff:/, ""), port: socket.localPort };
        appendFileSync(log, `${JSON.stringify({ ...place, ...message, data: data.join("\n").slice(0, 20000) })}\n`);
        data = undefined;
        message = { sender: "", recipients: [] };
        say("250 2.0.0 taken");
      } else data.push(line.replace(/^\./, ""));
    }
  });
  const inBrackets = (line) => /<(.*)>/.exec(line)?.[1] ?? "";
  function command(line) {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === "EHLO") say("250-sink.invalid\r\n250-8BITMIME\r\n250 DSN");
    else if (verb === "MAIL") message = { sender: inBrackets(line.replace(/> .*/, ">")), recipients: [] };
    else if (verb === "RCPT") message.recipients.push(inBrackets(line.replace(/> .*/, ">")));
    else if (verb === "DATA") {
      data = [];
      say("354 go on");
    } else if (verb === "QUIT") {
      say("221 bye");
      socket.end();
    } else if (verb === "RSET") message = { sender: "", recipients: [] };
    if (!["EHLO", "DATA", "QUIT"].includes(verb)) say("250 2.0.0 ok");
  }
}

let waiting = ports.length;
for (const port of ports) {
  const server = createServer(serve);
  const done = () => {
    waiting -= 1;
    if (waiting === 0) writeFileSync(ready, "");
  };
  server.on("error", done);
  server.listen(Number(port), "0.0.0.0", done);
}
