import { SMTPConnection } from "smtp-server/lib/smtp-connection.js";
import { describe, expect, it } from "vitest";

/** What src/runtime/smtpd/connection.ts overrides or calls: names that are not part of the library's published surface. */
const reachedInto = [
  "init",
  "connectionReady",
  "send",
  "handler_VRFY",
  "handler_HELP",
  "_setListeners",
  "_sendGreeting",
  "_onCommand",
  "_parseAddressCommand",
  "_proxyCommandAllowed",
] as const;

describe("smtp-server's connection", () => {
  it.each(reachedInto)("still has %s, which smtpd overrides or calls", (name) => {
    expect(SMTPConnection.prototype).toHaveProperty(name, expect.any(Function));
  });
});
