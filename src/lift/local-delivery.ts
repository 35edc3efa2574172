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
  leaf("ForwardPath", "forwardPaths", readForwardPaths, "Where users' forward files are looked for."),
  group(
    "DefaultUser",
    ["defaultUser", "defaultGroup"],
    (section, symbol) => {
      // readcf.c, option u: `user:group`, `user/group`; the dot of old files counts where it parts numbers.
      const [user = "", groupName] = symbol.value.trim().split(/[:/]|(?<=^\d+)\./);
      if (user === "") return false;
      const origins = originsOf(symbol);
      setLeaf(section, "defaultUser", { value: user, origins, certainty: "stated" });
      if (groupName) setLeaf(section, "defaultGroup", { value: groupName, origins, certainty: "stated" });
      return true;
    },
    "The account of programs that belong to nobody.",
  ),
  leaf("DefaultGroup", "defaultGroup", readNonEmpty, "Old option: the group of programs that belong to nobody."),
  leaf("SafeFileEnvironment", "fileRoot", (text) => text.trim(), "Files that aliases name lie below this directory."),
  leaf("MailboxDatabase", "userDatabase", readNonEmpty, "Where users are looked up."),
  leaf("MatchGECOS", "matchFullNames", readBool, "Full names of users are addresses too."),
  leaf("MeToo", "senderIsMember", readBool, "A sender who is on a list gets a copy."),
  leaf("TempFileMode", "fileMode", readNonEmpty, "Mode of temporary files and mailboxes."),
  leaf(
    "DontInitGroups",
    "supplementaryGroups",
    (text) => !readBool(text),
    "True: programs get the primary group only.",
  ),
  leaf("DontBlameSendmail", "trustUnsafeFiles", readWords, "Checks of file permissions that are not made."),
  leaf("UnsafeGroupWrites", "groupWritableIsUnsafe", readBool, "Group-writable forward files are not trusted."),
  leaf("CheckAliases", "checkAliases", readBool, "Members of aliases are checked by newaliases."),
  leaf("AliasWait", "aliasWait", readTime("m"), "How long to wait for an alias table that is being built."),
  obsolete("AutoRebuildAliases", "Build the alias table when its text is newer.", "Tables are built by a command."),
];

/** Settings of delivery to users of this host. */
export function liftLocalDelivery(context: LiftContext): Lifted<Section<LocalDeliveryValues>> {
  return liftOptions(context, localDeliveryOptions);
}
