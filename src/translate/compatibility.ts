import type { PostfixVersion } from "../postfix/config.ts";
import type { TranslateContext, Translated } from "./context.ts";

/** COMPATIBILITY_README: 3.4 and 3.5 count 0 to 2, later versions name the release whose defaults are meant. */
const levels: Readonly<Record<PostfixVersion, string>> = {
  "3.4": "2",
  "3.5": "2",
  "3.6": "3.6",
  "3.7": "3.6",
  "3.8": "3.6",
  "3.9": "3.6",
  "3.10": "3.6",
};

/** `compatibility_level`: the newest defaults, so that Postfix logs no reminders about old ones. */
export function translateCompatibility({ options }: TranslateContext): Partial<Translated> {
  const value = levels[options.version];
  return { parameters: [{ name: "compatibility_level", value, origins: [], group: "compatibility" }] };
}
