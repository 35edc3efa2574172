// `npm run demo`: a university department moves from sendmail to Postfix in less than a minute, on loopback only.
import { spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { converse } from "./demo/conversation.mjs";

const project = new URL("..", import.meta.url).pathname;
const site = "fixtures/university/root";
const work = mkdtempSync(join(tmpdir(), "cf2postfix-demo-"));
const place = { postfix: join(work, "postfix"), data: join(work, "data"), users: join(work, "users") };
const readyFile = join(work, "ready.json");
const host = "mail.physics.uni.example";
const password = "demo";
let server;

const letters = {
  user: ["Subject: Beam time", "From: Mei Chen <chen@physics.uni.example>", "", "Tuesday at nine?"],
  alias: ["Subject: Slides", "From: Mei Chen <chen@physics.uni.example>", "", "They are on the server."],
  virtual: [
    "Subject: =?UTF-8?Q?F=C3=BChrung_durch_die_Sternwarte?=",
    "From: =?UTF-8?B?SsO8cmdlbiBCw7xobGVy?= <guest@institute.example>",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=UTF-8",
    "Content-Transfer-Encoding: quoted-printable",
    "",
    "Sch=C3=B6ne Gr=C3=BC=C3=9Fe, wir k=C3=A4men gern am Freitag.",
  ],
  outside: ["Subject: Visit", "From: Mei Chen <chen@physics.uni.example>", "", "See you in May."],
};

try {
  await demo();
} catch (error) {
  console.error(`\nThe demonstration failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await stopServer();
  rmSync(work, { recursive: true, force: true });
}

async function demo() {
  title("1. The old host's configuration becomes a Postfix directory");
  cf2postfix(["convert", site, "--out", place.postfix, "--no-color"]);

  title("2. Postfix's directory is served on loopback, with the old host's users and files");
  const ports = await startServer();
  tell(`smtp ${ports.smtp}, pop3 ${ports.pop3}, imap ${ports.imap}`);

  title("3. Four messages by SMTP: a user, an alias, a virtual domain, the world");
  const before = sizes();
  const smtp = await converse(ports.smtp, tell);
  await smtp.greeted(/^220 .*\r\n/m);
  await expectAnswer(smtp.ask("EHLO bench.physics.uni.example", "smtp"), /^250/);
  await sendMail(smtp, "chen@physics.uni.example", "okafor@physics.uni.example", letters.user);
  await sendMail(smtp, "chen@physics.uni.example", "anna.berger@physics.uni.example", letters.alias);
  await sendMail(smtp, "guest@institute.example", "director@observatory.example", letters.virtual);
  await sendMail(smtp, "chen@physics.uni.example", "friend@home.example", letters.outside);

  title("4. What is refused: a user who is not there, and relaying for a stranger (XCLIENT plays the stranger)");
  await expectAnswer(smtp.ask("MAIL FROM:<chen@physics.uni.example>", "smtp"), /^250/);
  await expectAnswer(smtp.ask("RCPT TO:<nosuch@physics.uni.example>", "smtp"), /^550 5\.1\.1/);
  await expectAnswer(smtp.ask("RSET", "smtp"), /^250/);
  await expectAnswer(smtp.ask("XCLIENT NAME=far.example ADDR=198.18.3.4", "smtp"), /^220/);
  await expectAnswer(smtp.ask("EHLO far.example", "smtp"), /^250/);
  await expectAnswer(smtp.ask("MAIL FROM:<x@far.example>", "smtp"), /^250/);
  await expectAnswer(smtp.ask("RCPT TO:<friend@home.example>", "smtp"), /^5\d\d 5\.7\.1/);
  await smtp.ask("QUIT", "smtp");
  smtp.close();

  title("5. The mailboxes have grown");
  const full = await grown(before, ["okafor", "berger", "outbound"]);

  title("6. okafor reads by POP3 and takes the message away");
  await readByPop3(ports.pop3);

  title("7. berger reads by IMAP, and the other letter is there, too");
  await readByImap(ports.imap);

  title("8. One message, decoded");
  cf2postfix(["read", "--data", place.data, "berger", numberOfGuestsLetter()]);

  title("9. okafor's mailbox has shrunk; what would leave the host waits in `outbound`");
  const after = sizes();
  tell(`okafor: ${full.okafor} -> ${after.okafor} bytes`);
  if (!(after.okafor < full.okafor)) throw new Error("okafor's mailbox did not shrink");
  cf2postfix(["read", "--data", place.data]);
}

function title(text) {
  console.log(`\n== ${text}\n`);
}

function tell(line) {
  console.log(`   ${line}`);
}

/** Runs a command of the program with its output on ours. Findings (1) are part of the show. */
function cf2postfix(args) {
  tell(`$ cf2postfix ${args.map((word) => word.replace(`${work}/`, "")).join(" ")}\n`);
  const run = spawnSync(process.execPath, ["dist/cli.js", ...args], { cwd: project, stdio: "inherit" });
  if (run.status !== 0 && run.status !== 1) throw new Error(`${args[0]} ended with ${run.status ?? run.signal}`);
}

async function startServer() {
  cpSync(join(project, site), place.data, { recursive: true });
  const people = readFileSync(join(place.data, "etc/passwd"), "latin1")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split(":"));
  const uid = process.getuid?.() ?? 1000;
  const gid = process.getgid?.() ?? 1000;
  // Mailboxes belong to whoever runs this, so that no root is needed.
  const lines = people.map(([name, , , , , home]) => `${name}:{PLAIN}${password}:${uid}:${gid}::${home}::\n`);
  writeFileSync(place.users, lines.join(""));
  // Only so that this script can play a stranger: clients on loopback may say for whom they speak.
  appendFileSync(join(place.postfix, "main.cf"), "smtpd_authorized_xclient_hosts = 127.0.0.1\n");
  const args = ["serve", place.postfix, "--data", place.data, "--users", place.users, "--hostname", host, "--quiet"];
  server = spawn(process.execPath, ["dist/cli.js", ...args, "--ready-file", readyFile], {
    cwd: project,
    stdio: ["ignore", "inherit", "inherit"],
  });
  await waitFor("the server is ready", () => existsSync(readyFile) && readFileSync(readyFile, "utf8") !== "");
  return JSON.parse(readFileSync(readyFile, "utf8")).ports;
}

async function stopServer() {
  if (server === undefined || server.exitCode !== null) return;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  await ended;
}

async function waitFor(what, test) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (test()) return;
    if (server?.exitCode !== null && server !== undefined) throw new Error(`the server ended before ${what}`);
    await sleep(50);
  }
  throw new Error(`gave up waiting until ${what}`);
}

async function expectAnswer(asked, pattern) {
  const answer = await asked;
  if (!pattern.test(answer)) throw new Error(`the server should have answered ${pattern}, but said: ${answer.trim()}`);
}

async function sendMail(smtp, from, to, letter) {
  await expectAnswer(smtp.ask(`MAIL FROM:<${from}>`, "smtp"), /^250/);
  await expectAnswer(smtp.ask(`RCPT TO:<${to}>`, "smtp"), /^250/);
  await expectAnswer(smtp.ask("DATA", "smtp"), /^354/);
  const text = [`To: <${to}>`, ...letter, "."].join("\r\n");
  await expectAnswer(smtp.ask(text, "smtp", { say: `${letter[0]} ...` }), /^250/);
}

/** Bytes of each mailbox of the spool. */
function sizes() {
  const size = (name) => {
    const path = join(place.data, "var/mail", name);
    return existsSync(path) ? statSync(path).size : 0;
  };
  return { okafor: size("okafor"), berger: size("berger"), outbound: size("outbound") };
}

async function grown(before, names) {
  const settled = (now) => names.every((name) => now[name] > before[name]) && bothForBerger();
  await waitFor("all mail is delivered", () => settled(sizes()));
  const now = sizes();
  for (const name of names) tell(`${name}: ${before[name]} -> ${now[name]} bytes`);
  return now;
}

function bothForBerger() {
  const text = readFileSync(join(place.data, "var/mail/berger"), "latin1");
  return text.includes("Subject: Slides") && text.includes("Subject: =?UTF-8?Q?F=C3=BChrung");
}

/** Two messages are delivered at the same time: either may be the first. */
function numberOfGuestsLetter() {
  const text = readFileSync(join(place.data, "var/mail/berger"), "latin1");
  return text.indexOf("F=C3=BChrung") > text.indexOf("Subject: Slides") ? "2" : "1";
}

async function readByPop3(port) {
  const pop3 = await converse(port, tell);
  await pop3.greeted(/^\+OK.*\r\n/m);
  await expectAnswer(pop3.ask("USER okafor", "pop3, one line"), /^\+OK/);
  await expectAnswer(pop3.ask(`PASS ${password}`, "pop3, one line", { say: "PASS ****" }), /^\+OK/);
  await expectAnswer(pop3.ask("LIST", "pop3, many lines"), /^\+OK[\s\S]*^1 \d+/m);
  await expectAnswer(pop3.ask("RETR 1", "pop3, many lines"), /Subject: Beam time[\s\S]*Tuesday at nine\?/);
  await expectAnswer(pop3.ask("DELE 1", "pop3, one line"), /^\+OK/);
  await expectAnswer(pop3.ask("QUIT", "pop3, one line"), /^\+OK/);
  pop3.close();
}

async function readByImap(port) {
  const imap = await converse(port, tell);
  await imap.greeted(/^\* OK.*\r\n/m);
  const login = imap.ask(`a1 LOGIN berger ${password}`, "imap", { say: "a1 LOGIN berger ****" });
  await expectAnswer(login, /^a1 OK/m);
  await expectAnswer(imap.ask("a2 SELECT INBOX", "imap"), /^\* 2 EXISTS/m);
  const fetched = imap.ask("a3 FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (Subject)])", "imap");
  await expectAnswer(fetched, /Slides[\s\S]*F=C3=BChrung|F=C3=BChrung[\s\S]*Slides/);
  await expectAnswer(imap.ask("a4 LOGOUT", "imap"), /^a4 OK/m);
  imap.close();
}
