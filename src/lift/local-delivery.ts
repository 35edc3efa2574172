import type { LocalDeliveryValues } from "../model/local-delivery.ts";
import type { Section } from "../model/section.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { liftOptions, optionsOf, originsOf, setLeaf } from "./shared/option-catalogue.ts";
import type { OptionReader } from "./shared/option-value.ts";
import { readBool, readNonEmpty, readTime, readWords } from "./shared/option-value.ts";

const { leaf, group, obsolete } = optionsOf<LocalDeliveryValues>();

/** What alias.c, forward() puts into a path: `$z` home, `$u` user, `$w` host, `$h` detail, `$f` sender. */
const pathValues: Readonly<Record<string, string>> = {
  z: "{home}",
  u: "{user}",
  w: "{host}",
  h: "{detail}",
  j: "{host}",
};

/** `$z/.forward.$w+$h:$z/.forward`: paths parted by colons. */
const readForwardPaths: OptionReader<readonly string[]> = (text) =>
  text
    .split(":")
    .map((path) => path.trim().replace(/\$\{?(\w+)\}?/g, (whole, name: string) => pathValues[name] ?? whole))
    .filter((path) => path !== "");

/** Options of delivery to local users. */
export const localDeliveryOptions = [
  leaf("ForwardPath", "forwardPaths", readForwardPaths),
  group("DefaultUser", ["defaultUser", "defaultGroup"], (section, symbol) => {
    // readcf.c, option u: `user:group`, `user/group`; the dot of old files counts where it parts numbers.
    const [user = "", groupName] = symbol.value.trim().split(/[:/]|(?<=^\d+)\./);
    if (user === "") return false;
    const origins = originsOf(symbol);
    setLeaf(section, "defaultUser", { value: user, origins, certainty: "stated" });
    if (groupName) setLeaf(section, "defaultGroup", { value: groupName, origins, certainty: "stated" });
    return true;
  }),
  leaf("DefaultGroup", "defaultGroup", readNonEmpty),
  leaf("SafeFileEnvironment", "fileRoot", (text) => text.trim()),
  leaf("MailboxDatabase", "userDatabase", readNonEmpty),
  leaf("MatchGECOS", "matchFullNames", readBool),
  leaf("MeToo", "senderIsMember", readBool),
  leaf("TempFileMode", "fileMode", readNonEmpty),
  leaf("DontInitGroups", "supplementaryGroups", (text) => !readBool(text)),
  leaf("DontBlameSendmail", "trustUnsafeFiles", readWords),
  leaf("UnsafeGroupWrites", "groupWritableIsUnsafe", readBool),
  leaf("DontLockFilesForRead", "locksFilesForReading", (text) => !readBool(text)),
  leaf("CheckAliases", "checkAliases", readBool),
  leaf("AliasWait", "aliasWait", readTime("m")),
  obsolete("AutoRebuildAliases", "Tables are built by a command."),
];

/** Settings of delivery to users of this host. */
export function liftLocalDelivery(context: LiftContext): Lifted<Section<LocalDeliveryValues>> {
  return liftOptions(context, localDeliveryOptions);
}
