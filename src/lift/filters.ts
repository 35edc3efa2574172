import type { Claim } from "../diagnostics/disposition.ts";
import type { Fact } from "../model/fact.ts";
import type { FilterStage, Filters, MailFilter } from "../model/filters.ts";
import { written } from "../source/origin.ts";
import type { MilterLine } from "../syntax/sendmail-cf/ast.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { claimsAt, originsOf } from "./shared/option-catalogue.ts";
import { readTime } from "./shared/option-value.ts";

const seconds = readTime("s");

/** milter.c: the stages whose macros an option names. */
const stages: Readonly<Record<string, FilterStage>> = {
  connect: "connect",
  helo: "helo",
  envfrom: "sender",
  envrcpt: "recipient",
  data: "data",
  eoh: "header-end",
  eom: "message-end",
};

/** milter.c, milter_setup: `F=` says what to do when the filter fails; nothing: go on without it. */
function whenDown(letters: string): MailFilter["whenDown"] {
  if (letters.includes("R")) return "reject";
  if (letters.includes("T")) return "tempfail";
  return letters.includes("4") ? "close" : "accept";
}

/** milter.c, milter_open: `local:/path`, `unix:/path`, `/path`, `inet:port@host`, `inet6:port@host`. */
function readSocket(text: string): MailFilter["socket"] | undefined {
  const file = /^(?:(?:local|unix):)?(\/.*)$/.exec(text.trim());
  if (file?.[1]) return { kind: "file", path: file[1] };
  const inet = /^(inet6?):\s*(\w+)\s*(?:@\s*\[?([^\]]+?)\]?)?$/.exec(text.trim());
  if (!inet?.[2]) return undefined;
  return { kind: inet[1] === "inet6" ? "inet6" : "inet", host: inet[3] ?? "localhost", port: inet[2] };
}

/** `T=C:5m;S:10s;R:10s;E:5m`. */
function readTimeouts(text: string): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const part of text.split(/[;,]/)) {
    const [letter = "", value = ""] = part.split(":");
    const time = seconds(value);
    if (time !== undefined) times.set(letter.trim().toUpperCase(), time);
  }
  return times;
}

/** Equates and letters that say nothing the program knows (milter.c, milter_setup, milter_set_timeouts). */
function unreadable(line: MilterLine): readonly string[] {
  return line.equates.flatMap(({ field, value: { text } }, at) => {
    const written = `${field}=${text.trim()}`;
    if (!"SFT".includes(field)) return [written];
    if (field === "S" && line.equates.findLastIndex((one) => one.field === "S") !== at) return [written];
    if (field === "F") return /^\s*[RT4]?\s*$/.test(text) ? [] : [written];
    if (field !== "T") return [];
    return text
      .split(/[;,]/)
      .map((part) => part.trim())
      .filter((part) => part !== "" && !(/^[CSRE]:/i.test(part) && seconds(part.slice(2)) !== undefined))
      .map((part) => `T=${part}`);
  });
}

function readFilter(line: MilterLine): MailFilter | undefined {
  const equate = (field: string): string => line.equates.find((one) => one.field === field)?.value.text ?? "";
  const socket = readSocket(equate("S"));
  if (!socket) return undefined;
  const times = readTimeouts(equate("T"));
  return {
    name: line.name,
    socket,
    whenDown: whenDown(equate("F")),
    connectTimeout: times.get("C"),
    sendTimeout: times.get("S"),
    replyTimeout: times.get("R"),
    endTimeout: times.get("E"),
    others: unreadable(line),
  };
}

/** Filters (X lines), the list that puts them to work, and what they are told (libmilter; op.me, "Milter"). */
export function liftFilters({ config }: LiftContext): Lifted<Filters> {
  const claims: Claim[] = [];
  const defined = new Map<string, Fact<MailFilter>>();
  for (const line of config.milters) {
    const filter = readFilter(line);
    const origins = [written(line.span)];
    if (filter) defined.set(filter.name, { value: filter, origins, certainty: "stated" });
    else claims.push(...claimsAt(origins, "manual", "LI2131", `The socket of filter ${line.name} cannot be read.`));
  }
  const option = config.options.get("InputMailFilters");
  const listed = (option?.value ?? "").split(/[,;\s]+/).filter((name) => name !== "");
  const active = listed.flatMap((name) => defined.get(name) ?? []);
  const value: Filters = {
    active: active.map((fact) => ({ ...fact, origins: [...fact.origins, ...(option ? originsOf(option) : [])] })),
    inactive: [...defined.values()].filter((fact) => !listed.includes(fact.value.name)),
    told: liftTold(config),
    undefinedNames: listed
      .filter((name) => !defined.has(name))
      .map((name) => ({ value: name, origins: option ? originsOf(option) : [], certainty: "stated" })),
    ...(option ? { list: { value: listed, origins: originsOf(option), certainty: "stated" as const } } : {}),
  };
  return { value, claims, diagnostics: [] };
}

function liftTold(config: LiftContext["config"]): Filters["told"] {
  return Object.entries(stages).flatMap(([word, stage]) => {
    const option = config.options.get(`Milter.macros.${word}`);
    if (!option) return [];
    const names = option.value.split(/[,\s]+/).filter((name) => name !== "");
    return [{ value: { stage, names }, origins: originsOf(option), certainty: "stated" as const }];
  });
}
