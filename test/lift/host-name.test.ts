import { describe, expect, test } from "vitest";
import { policyOf } from "../support/small-cf.ts";

describe("the host's name", () => {
  test("is $j in lower case, without a dot at its end", () => {
    expect(policyOf(["V10", "DjMail.Example.ORG"]).identity.hostName.value).toBe("mail.example.org");
    expect(policyOf(["V4", "Djmail.example.org."]).identity.hostName.value).toBe("mail.example.org");
  });

  test("is the machine's own when $j holds no name", () => {
    expect(policyOf(["V10", "Djno name at all"]).identity.hostName.value).toBe("mail.example.com");
  });
});

describe("the domain that names without a dot are completed with", () => {
  test("is that of the machine's name, which the DNS searches, though Dm names another", () => {
    const { domainName, domainMacro } = policyOf(["V10", "Dmother.example.org"]).identity;
    expect(domainName.value).toBe("example.com");
    expect(domainMacro?.value).toBe("other.example.org");
    expect(policyOf(["V10", "Dmexample.com"]).identity.domainMacro).toBeUndefined();
  });
});
