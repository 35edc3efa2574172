/** copies: always_bcc, sender_bcc_maps and recipient_bcc_maps (postconf(5); src/cleanup/cleanup_addr.c) */
import type { Settings } from "../../postfix/read/settings.ts";
import type { PostfixEnvironment } from "../../postfix/resolve/environment.ts";
import { findAddress, usualKeys } from "../../postfix/resolve/find-address.ts";

/** Addresses that get a copy; `failed` when a table could not be asked. */
export function copiesFor(
  environment: PostfixEnvironment,
  settings: Settings,
  sender: string,
  recipients: readonly string[],
): readonly string[] | "failed" {
  const context = environment.context(settings);
  const found: string[] = [];
  const ask = (parameter: string, address: string): boolean => {
    const maps = environment.maps(settings, parameter);
    if (maps.tables.length === 0 || address === "") return true;
    const { answer } = findAddress(maps, address, context, usualKeys);
    if (answer.kind === "found") found.push(answer.value.trim());
    return answer.kind !== "failed";
  };
  if (!ask("sender_bcc_maps", sender)) return "failed";
  for (const recipient of recipients) if (!ask("recipient_bcc_maps", recipient)) return "failed";
  const always = settings.text("always_bcc").trim();
  if (always !== "") found.push(always);
  return found;
}
