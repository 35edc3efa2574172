import { macros, passiveFeatures } from "./macros.ts";
import { defaultSettings, optionLines } from "./options.ts";
import { mailerMacros, rules } from "./rules.ts";
import { vendorMacros } from "./vendors.ts";

/** What stands for sendmail's library where there is none: before the text of a .mc (`mc`), and after it. */
export function builtinLibrary(mc: string): { readonly macros: string; readonly rules: string } {
  const passive = passiveFeatures.map((name) => `define(\`_F_${name}', \`define(\`_WANTS_${name}_')')`).join("\n");
  return {
    macros: `${notation(macros)}divert(-1)\n${defaultSettings()}\n${passive}\n${vendorMacros(mc)}\n${notation(mailerMacros)}`,
    rules: notation(rules).replace("OPTIONS_HERE\n", () => optionLines()),
  };
}

function notation(text: string): string {
  return text.replaceAll("«", "`").replaceAll("»", "'").replaceAll("→", "\t");
}
