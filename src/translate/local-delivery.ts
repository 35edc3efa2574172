import type { LocalDeliveryValues } from "../model/local-delivery.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { safeAccount } from "./shared/account.ts";
import type { SettingRules } from "./shared/setting.ts";
import { decides, ends, switchThatIs, translateSettings } from "./shared/setting.ts";

const localDeliveryCodes = {
  exact: "TR3180",
  default: "TR3181",
  approximate: "TR3182",
  unsupported: "TR3184",
} as const;

/**
 * Accounts that every system has. Postfix's programs stop at once when default_privs names an account that does not
 * exist (mail_params.c, check_default_privs), so others are left to a person.
 */
const accountsEverywhere = new Set(["nobody", "daemon", "mail", "uucp", "news", "bin"]);

/** What becomes of each setting of local delivery. */
export const localDeliveryRules: SettingRules<LocalDeliveryValues> = {
  forwardPaths: decides(
    "exact",
    ["forward_path"],
    "Home, user, host and extension of the address are filled in by the delivery.",
    (paths, { policy }) => ({
      disposition: paths.some((path) => /\$/.test(path)) ? "approximate" : "exact",
      note: "Users' forward files are looked for at the same places.",
      parameters: [["forward_path", paths.map((path) => forwardPath(path, policy)).join(", ")]],
    }),
  ),
  defaultUser: decides(
    "approximate",
    ["default_privs"],
    "Programs and files of aliases that belong to root run under it; the group is the account's own.",
    (account) => {
      const name = account.replace(/[:.].*$/, "");
      const { account: safe, refused } = safeAccount(name);
      if (refused) {
        const note = "Postfix never runs programs of aliases as root: they run as nobody.";
        return { disposition: "approximate", note, parameters: [["default_privs", safe]] };
      }
      if (accountsEverywhere.has(safe)) {
        const note = "Programs of aliases run under this account, with the group that it has in the user database.";
        return { disposition: "approximate", note, parameters: [["default_privs", safe]] };
      }
      const note = `Programs of aliases run as nobody; set default_privs = ${name} once that account exists on the new host.`;
      return { disposition: "approximate", note };
    },
  ),
  defaultGroup: ends("approximate", "Programs of aliases get the group that their account has in the user database."),
  fileRoot: decides(
    "unsupported",
    ["allow_mail_to_files"],
    "Postfix cannot keep the files that aliases name below one directory.",
    (directory) =>
      directory === "" || directory === "/"
        ? { disposition: "default", note: "Aliases may name files anywhere." }
        : {
            disposition: "unsupported",
            note: "Postfix cannot keep the files that aliases name below one directory; an empty allow_mail_to_files forbids them.",
          },
  ),
  userDatabase: decides("default", [], "Users are looked up as the system does.", (database) =>
    database === "pw"
      ? { disposition: "default", note: "Users are looked up as the system does." }
      : {
          disposition: "approximate",
          note: "Users are looked up as the system does: name the directory in nsswitch.conf, or list users in local_recipient_maps.",
        },
  ),
  matchFullNames: switchThatIs(false, "Full names are no addresses.", {
    disposition: "unsupported",
    note: "Full names are no addresses in Postfix: write aliases for them.",
  }),
  senderIsMember: switchThatIs(true, "A sender who is on a list gets a copy.", {
    disposition: "unsupported",
    note: "A sender who is on a list always gets a copy.",
  }),
  fileMode: ends("default", "Postfix makes mailboxes with mode 0600."),
  supplementaryGroups: ends("default", "Postfix sets the groups of a program itself."),
  trustUnsafeFiles: ends("default", "Postfix has its own checks of forward and include files, and no switch for them."),
  groupWritableIsUnsafe: ends("default", "Postfix refuses forward files that everybody may write."),
  locksFilesForReading: ends("default", "Postfix locks tables only while they are written."),
  checkAliases: switchThatIs(false, "postalias does not look at the members.", {
    disposition: "unsupported",
    note: "postalias does not look at the members of aliases.",
  }),
  aliasWait: ends("default", "Postfix locks a table while it is being built."),
};

/** local(8), forward_path: `$home`, `$user`, `$extension` and others are filled in at delivery. */
function forwardPath(path: string, policy: MailPolicy): string {
  const host = policy.identity.hostName.value.split(".")[0] ?? "";
  return path
    .replaceAll("$", "$$$$")
    .replaceAll("+{detail}", "${recipient_delimiter}${extension}")
    .replaceAll("{detail}", "${extension}")
    .replaceAll("{home}", "$home")
    .replaceAll("{user}", "$user")
    .replaceAll("{host}", host);
}

/** Delivery to users of this host, but for the agent that does it. */
export function translateLocalDelivery(context: TranslateContext): Partial<Translated> {
  return translateSettings(context.policy.localDelivery, localDeliveryRules, "delivery", localDeliveryCodes, context);
}
