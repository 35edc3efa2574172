import { modifierLetters, readSocketOptions } from "../lift/shared/socket-options.ts";
import type { SendmailConfig } from "../sendmail/config.ts";

/** True where every daemon asks for a login first (`M=a`; op.me, DaemonPortOptions). */
export function asksLogin({ options }: SendmailConfig): boolean {
  const daemons = options.get("DaemonPortOptions")?.values ?? [];
  return daemons.length > 0 && daemons.every((text) => modifiers(text).has("a"));
}

function modifiers(text: string): ReadonlySet<string> {
  return modifierLetters(readSocketOptions(text, ["modifier"]).keys.get("modifier"));
}
