import { features, featuresWithoutEffect } from "./features.ts";
import { macros, rulesByCall } from "./macros.ts";
import { mailers } from "./mailers.ts";
import { defaultSettings, optionLines } from "./options.ts";
import { phrases } from "./phrases.ts";
import { rules } from "./rules.ts";
import { vendorMacros } from "./vendors.ts";

/** Texts for m4 that stand for sendmail's library where there is none. */
export interface BuiltinLibrary {
  /** Before the .mc: its macros. */
  readonly macros: string;
  /** Before the .mc: macros whose rules are the person's own. */
  readonly rulesByCall: string;
  /** After the .mc: the cf file. */
  readonly rules: string;
}

/** What stands for the library when `mc` is read. */
export function builtinLibrary(mc: string): BuiltinLibrary {
  const silent = featuresWithoutEffect.map((name) => `define(\`_F_${name}')`).join("\n");
  const own = [macros, phrases, features, mailers].map(notation).join("");
  return {
    macros: `${own}divert(-1)\n${defaultSettings()}\n${silent}\n${vendorMacros(mc)}\ndivert(0)dnl\n`,
    rulesByCall: notation(rulesByCall),
    rules: notation(rules).replace("OPTIONS_HERE\n", () => optionLines()),
  };
}

function notation(text: string): string {
  return text.replaceAll("«", "`").replaceAll("»", "'").replaceAll("→", "\t").replaceAll("¤", "`'_d()");
}
