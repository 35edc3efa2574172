import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { type CheckedPostfix, placesOf } from "./subject.ts";

/** Accounts and rights that main.cf gives to what mail brings (postconf(5), local(8), virtual(8)). */
export function checkAccounts(subject: CheckedPostfix): readonly Diagnostic[] {
  const of = (parameter: string, isBad: (value: string) => boolean, why: string): readonly Diagnostic[] =>
    placesOf(subject, parameter).flatMap(({ settings, at }) => {
      const value = settings.text(parameter);
      return at !== undefined && isBad(value) ? [diagnose("PF4037", at, `${parameter} = ${value}: ${why}`)] : [];
    });
  const isMighty = (value: string): boolean => /^(?:root|postfix|0)$/.test(value);
  const isRoot = (value: string): boolean => /^static:0+$/.test(value);
  return [
    ...of("default_privs", isMighty, "local(8) would run commands of aliases with these rights and refuses to start"),
    ...of("mail_owner", (value) => /^(?:root|nobody)$/.test(value), "the queue needs an account that nobody else has"),
    ...of(
      "setgid_group",
      (value) => /^(?:root|wheel|postfix|users)$/.test(value),
      "postdrop(1) needs a group that nobody else has",
    ),
    ...of("virtual_uid_maps", isRoot, "mailboxes of virtual(8) would be root's; it refuses them"),
    ...of("virtual_minimum_uid", (value) => /^0+$/.test(value), "virtual(8) may then write as root; it refuses that"),
    ...of(
      "allow_mail_to_commands",
      (value) => /\binclude\b/.test(value),
      "everybody who may write an :include: file can run commands",
    ).map(asNote),
    ...of(
      "allow_mail_to_files",
      (value) => /\binclude\b/.test(value),
      "everybody who may write an :include: file can write files",
    ).map(asNote),
  ];
}

function asNote(one: Diagnostic): Diagnostic {
  return { ...one, severity: "info" };
}
