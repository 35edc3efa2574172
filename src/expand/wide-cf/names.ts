import type { WideDefinition } from "./definition.ts";
import { textOf } from "./definition.ts";

/** The names of the host: `$m`, `$w` and `$j` of the generated file. */
export interface WideNames {
  readonly domain: string;
  /** A word; the whole name in a file of level 1. */
  readonly name: string;
  readonly official: string;
  /** Which of MY_DOMAIN and MY_NAME had to be taken from the machine's name. */
  readonly assumed: readonly string[];
}

/**
 * MY_DOMAIN, MY_NAME and OFFICIAL_NAME (CF simple manual; defaults from Standards/smtpcheck-v8.def). What is absent CF
 * finds out at run time, from the machine's own name: `hostname` here.
 */
export function readNames(definition: WideDefinition, hostname: string): WideNames {
  const dot = hostname.indexOf(".");
  const assumed = ["MY_DOMAIN", "MY_NAME"].filter((name) => (textOf(definition, name) ?? "") === "");
  const domain = lowered(textOf(definition, "MY_DOMAIN")) ?? (dot === -1 ? "" : hostname.slice(dot + 1));
  const short = dot === -1 ? hostname : hostname.slice(0, dot);
  const whole = definition.type.level === 1;
  const name = lowered(textOf(definition, "MY_NAME")) ?? (whole ? hostname : short);
  const partial = { domain, name, official: "" };
  const usual = whole && name.includes(".") ? "$w" : "$w.$m";
  const official = resolveMacros(lowered(textOf(definition, "OFFICIAL_NAME")) ?? usual, partial);
  return { domain, name, official: official.replace(/^\.+|\.+$/g, ""), assumed };
}

function lowered(text: string | undefined): string | undefined {
  return text === undefined || text === "" ? undefined : text.toLowerCase();
}

/** Replaces `$m`, `$w` and `$j`, which are one letter long whatever follows (op.me, macros). */
export function resolveMacros(text: string, names: Pick<WideNames, "domain" | "name" | "official">): string {
  return text.replace(/\$(?:([mwj])|\{([mwj])\})/g, (_, bare: string | undefined, braced: string | undefined) => {
    switch (bare ?? braced) {
      case "m":
        return names.domain;
      case "w":
        return names.name;
      default:
        return names.official;
    }
  });
}
