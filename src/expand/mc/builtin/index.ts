import { macros, passiveFeatures } from "./macros.ts";
import { optionLines } from "./options.ts";
import { mailerMacros, rules } from "./rules.ts";

/** Files of the library that stands for sendmail's own where there is none, by the names that steps include. */
export function builtinLibrary(): { readonly macros: string; readonly rules: string } {
  const passive = passiveFeatures.map((name) => `define(\`_F_${name}', \`define(\`_WANTS_${name}_')')`).join("\n");
  return {
    macros: `${notation(macros)}divert(-1)\n${passive}\n${notation(mailerMacros)}`,
    rules: notation(rules).replace("OPTIONS_HERE\n", () => optionLines()),
  };
}

function notation(text: string): string {
  return text.replaceAll("«", "`").replaceAll("»", "'").replaceAll("→", "\t");
}
