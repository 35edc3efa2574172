import { describe, expect, it } from "vitest";
import { readPostfixDirectory } from "../../../src/postfix/read/directory.ts";
import { createResolver, type Resolver } from "../../../src/postfix/resolve/resolver.ts";
import { filesInMemory } from "../../support/postfix-findings.ts";

function resolverOf(main: string, files: Readonly<Record<string, string>> = {}): Resolver {
  const texts = {
    "/etc/postfix/main.cf": `compatibility_level = 3.6\nmyhostname = mail.example.com\n${main}`,
    ...files,
  };
  const options = { version: "3.7", host: { hostname: "mail.example.com" } } as const;
  return createResolver(readPostfixDirectory(filesInMemory(texts), options));
}

describe("tables that are not what they seem", () => {
  it("fail every question when a domain list names a file that is not there", () => {
    const resolver = resolverOf("virtual_mailbox_domains = /etc/mail/domains\n");
    expect(resolver.resolve("user@else.example").error).toBe("failed");
    expect(resolver.resolve("user@mail.example.com").error).toBeUndefined();
  });

  it("are read as newaliases built them where alias_maps names them too", () => {
    const resolver = resolverOf(
      "alias_maps = hash:/etc/aliases\nvirtual_alias_domains = v.example\nvirtual_alias_maps = hash:/etc/aliases\n",
      { "/etc/aliases": "staff: alice@else.example\n" },
    );
    expect(resolver.cleanRecipient("staff@mail.example.com")).toEqual({ ok: true, addresses: ["alice@else.example"] });
  });
});
