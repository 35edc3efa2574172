import type { PostfixEnvironment } from "./environment.ts";
import { usualKeys } from "./find-address.ts";
import { serviceCommand } from "./leaves.ts";
import { mapAddress } from "./map-address.ts";
import { noteInto, type Step } from "./resolution.ts";

/** generic(5): one lookup, not repeated; smtp(8) and lmtp(8) read their own parameter. Unquoted form in and out. */
export function genericAddress(
  address: string,
  service: string,
  environment: PostfixEnvironment,
  rewrite: (quoted: string) => string,
  steps: Step[] | undefined,
): string {
  const settings = environment.settingsFor(service, "unix");
  const program = serviceCommand(environment, service) === "lmtp" ? "lmtp" : "smtp";
  const maps = environment.maps(settings, `${program}_generic_maps`);
  if (maps.tables.length === 0 || address === "") return address;
  const propagate = settings.words("propagate_unmatched_extensions").includes("generic");
  const options = { forms: { ...usualKeys, unquotedToo: false }, propagate, canonical: rewrite };
  const mapped = mapAddress(maps, address, environment.context(settings), options, noteInto(steps, "generic"));
  const first = mapped.kind === "mapped" ? mapped.addresses[0] : undefined;
  if (first !== undefined) steps?.push({ kind: "changed", stage: "generic", before: address, after: [first] });
  return first ?? address;
}
