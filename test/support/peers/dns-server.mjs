// A DNS server for one sandbox: answers from a JSON file, on 127.0.0.1:53. Arguments: ZONE.json READY HOSTNAME.
import { createHash } from "node:crypto";
import { createSocket } from "node:dgram";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { decode, encode, streamDecode, streamEncode } from "dns-packet";

const [zoneFile, readyFile, hostname] = process.argv.slice(2);
const zone = JSON.parse(readFileSync(zoneFile, "utf8"));
const ownName = hostname.toLowerCase();
const searched = ownName.replace(/^[^.]*/, "") || "\0";
const NXDOMAIN = 3;
const SERVFAIL = 2;
const AUTHORITATIVE = 1 << 10;

/** Without a zone every dotted name exists, with an address of its own and itself as its MX. */
function assumed(name) {
  if (name === ownName) return { A: ["127.0.0.1"] };
  if (!name.includes(".") || /\.(arpa|invalid)$/.test(asWritten(name)) || isListing(name)) return "NXDOMAIN";
  const [a, b] = createHash("sha256").update(name).digest();
  return { A: [`198.18.${a}.${1 + (b % 254)}`], MX: [[10, name]] };
}

/** A name without the search domain that the resolver put behind it. */
function asWritten(name) {
  const first = name.endsWith(searched) ? name.slice(0, -searched.length) : name;
  return first.includes(".") ? first : name;
}

/** A client's address in a list of bad ones: nobody is assumed to be in one. */
function isListing(name) {
  return /^(?:\d{1,3}\.){4}[a-z0-9-]*[a-z-]|^(?:[0-9a-f]\.){32}[a-z]/.test(name);
}

function known(name) {
  if (zone === null) return assumed(name);
  const entry = zone[name] ?? zone["*"] ?? (name === ownName ? { A: ["127.0.0.1"] } : "NXDOMAIN");
  return entry === "ASSUMED" ? apart(assumed(name), name) : entry;
}

/** Mail for a name goes to a machine beside it, so that the way there tells whether MX records were asked. */
function apart(entry, name) {
  return entry.MX ? { ...entry, MX: [[10, `mx.${name}`]] } : entry;
}

function recordsOf(name, type, entry) {
  const of = (kind, values) => values.map((data) => ({ type: kind, class: "IN", name, ttl: 60, data }));
  if (entry.CNAME && type !== "CNAME") {
    const next = known(entry.CNAME.toLowerCase());
    return [...of("CNAME", [entry.CNAME]), ...(typeof next === "object" ? recordsOf(entry.CNAME, type, next) : [])];
  }
  switch (type) {
    case "MX":
      return of(
        "MX",
        (entry.MX ?? []).map(([preference, exchange]) => ({ preference, exchange })),
      );
    case "CNAME":
    case "PTR":
      return of(type, entry[type] ? [entry[type]] : []);
    case "TXT":
      return of(
        "TXT",
        (entry.TXT ?? []).map((text) => [text]),
      );
    case "ANY":
      return ["A", "AAAA", "MX", "TXT"].flatMap((kind) => recordsOf(name, kind, entry));
    default:
      return of(type, entry[type] ?? []);
  }
}

function answer(query) {
  const question = query.questions[0];
  const name = question.name.toLowerCase().replace(/\.$/, "");
  const entry = known(name);
  const code = entry === "NXDOMAIN" ? NXDOMAIN : entry === "SERVFAIL" ? SERVFAIL : 0;
  return {
    type: "response",
    id: query.id,
    flags: AUTHORITATIVE | (query.flags & 0x0100) | 0x0080 | code,
    questions: query.questions,
    answers: typeof entry === "object" ? recordsOf(question.name, question.type, entry) : [],
  };
}

const udp = createSocket("udp4");
udp.on("message", (message, from) => udp.send(encode(answer(decode(message))), from.port, from.address));
const tcp = createServer((socket) => {
  socket.on("error", () => {});
  socket.once("data", (message) => socket.end(streamEncode(answer(streamDecode(message)))));
});
udp.bind(53, "127.0.0.1", () => tcp.listen(53, "127.0.0.1", () => writeFileSync(readyFile, "")));
