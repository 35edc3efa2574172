import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { honoured } from "../../src/runtime/honoured.ts";
import { openMailSystem } from "../../src/runtime/mail-system.ts";
import { startStatements } from "../../src/runtime/statements.ts";
import { makeSite } from "./support/site.ts";

function statementsFor(settings: string, outbound: "sealed" | "direct" = "sealed"): readonly string[] {
  const site = makeSite(settings);
  const system = openMailSystem({
    postfixDirectory: site.postfixDirectory,
    data: site.data,
    hostname: "mail.example.org",
    users: new Map(),
    allowCommands: false,
    outbound,
  });
  const found = startStatements(system).map(({ code, message, at }) => `${code} ${at?.line} ${message}`);
  site.remove();
  return found;
}

describe("what a server says when it starts", () => {
  it("is nothing for a configuration that it does as a whole", () => {
    expect(statementsFor("always_bcc = x@example.org\nmailbox_size_limit = 0\nmax_use = 5\nbiff = no\n")).toEqual([]);
  });

  it("names each setting that it does nothing with, at its line", () => {
    const more = [
      "smtpd_milters = inet:127.0.0.1:1",
      "smtpd_client_message_rate_limit = 5",
      "virtual_alias_maps = ldap:/etc/postfix/ldap.cf",
      "smtpd_recipient_restrictions = check_policy_service unix:private/policy",
      "content_filter = smtp:[127.0.0.1]:10024",
      "mailbox_size_limit = 1000",
      "soft_bounce = no",
    ];
    expect(statementsFor(`${more.join("\n")}\n`).map((line) => line.replace(/ \d+ /, " "))).toEqual([
      "RT6014 virtual_alias_maps: tables of type ldap are not read here: every look-up fails.",
      "RT6013 smtpd_milters: no milter is asked.",
      "RT6013 smtpd_client_message_rate_limit: this server does nothing with it.",
      "RT6013 smtpd_recipient_restrictions: policy services are not asked; they say DUNNO here.",
      "RT6013 content_filter: a sealed server goes past it.",
      "RT6013 mailbox_size_limit: this server does nothing with it.",
    ]);
    expect(statementsFor("content_filter = smtp:[127.0.0.1]:10024\n", "direct")).toEqual([]);
  });

  it("counts only what some part of it asks for as done", () => {
    const sources = ["src/postfix", "src/runtime"].flatMap((room) =>
      textsBelow(new URL(`../../${room}`, import.meta.url).pathname),
    );
    const all = sources.join("\n");
    const parts = /^(.*?)_(?:maps|classes|domain|code|name|timeout)$/;
    const unknown = [...honoured].filter((name) => {
      const stem = parts.exec(name)?.[1] ?? name;
      return !new RegExp(`["\`.]${name}\\b|"${stem}"|_${name.split("_").slice(-2).join("_")}\\b`).test(all);
    });
    expect(unknown).toEqual([]);
  });
});

function textsBelow(directory: string): readonly string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    if (statSync(path).isDirectory()) return textsBelow(path);
    return name.endsWith(".ts") && name !== "honoured.ts" ? [readFileSync(path, "utf8")] : [];
  });
}
