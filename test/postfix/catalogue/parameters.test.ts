import { describe, expect, it } from "vitest";
import { defaultValue, parameterEntry, parameterNames } from "../../../src/postfix/catalogue/parameters.ts";
import { serviceParameters } from "../../../src/postfix/catalogue/service-parameters.ts";
import { completeServices } from "../../../src/postfix/catalogue/standard-services.ts";
import { postfixVersions } from "../../../src/postfix/config.ts";
import { printMasterCf } from "../../../src/postfix/print/index.ts";
import { peerSuite } from "../../support/peers/index.ts";
import { postconf, scratchDirectory } from "../../support/postfix-peer.ts";

describe("the parameter catalogue", () => {
  it("knows when a parameter came and when its default changed", () => {
    expect(defaultValue("smtp_min_data_rate", "3.6")).toBeUndefined();
    expect(defaultValue("smtp_min_data_rate", "3.7")).toBe("500");
    expect(defaultValue("smtpd_tls_protocols", "3.5")).toBe("!SSLv2, !SSLv3");
    expect(defaultValue("smtpd_tls_protocols", "3.6")).toBe(">=TLSv1");
    expect(defaultValue("postscreen_blacklist_action", "3.6")).toBeUndefined();
    expect(defaultValue("postscreen_blacklist_action", "3.5")).toBe("ignore");
  });

  it("has every default for every version that has the parameter", () => {
    for (const version of postfixVersions) {
      for (const name of parameterNames(version)) expect(defaultValue(name, version), name).toBeDefined();
    }
  });
});

peerSuite(["postfix"], "the parameter catalogue beside the installed Postfix", () => {
  it("equals postconf -d but for what the packager and the host decide", () => {
    const services = completeServices([]);
    const master = printMasterCf({ version: "3.7", parameters: [], services, tables: [] });
    const directory = scratchDirectory({ "main.cf": "", "master.cf": master.text });
    const version = postconf(directory.path, "-h", "mail_version")[0]?.split(".").slice(0, 2).join(".");
    const known = postfixVersions.find((each) => each === version);
    const theirs = new Map(postconf(directory.path, "-d").map(split));
    directory.remove();
    if (known === undefined) return;
    const ours = new Map([...serviceParameters(services), ...parameterNames(known).map(withDefault)]);
    function withDefault(name: string): [string, string] {
      return [name, known === undefined ? "" : (defaultValue(name, known) ?? "")];
    }
    const fixed = (name: string): boolean => (parameterEntry(name)?.from ?? "postfix") === "postfix";
    expect([...ours.keys()].sort()).toEqual([...theirs.keys()].sort());
    for (const [name, value] of theirs)
      if (fixed(name)) expect(`${name} = ${ours.get(name)}`).toBe(`${name} = ${value}`);
  });
});

function split(line: string): [string, string] {
  const at = line.indexOf(" =");
  return [line.slice(0, at), line.slice(at + 2).trim()];
}
