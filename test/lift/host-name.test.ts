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
