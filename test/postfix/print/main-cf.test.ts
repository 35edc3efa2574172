import { describe, expect, it } from "vitest";
import { completeServices } from "../../../src/postfix/catalogue/standard-services.ts";
import type { Parameter, PostfixConfig, Service } from "../../../src/postfix/config.ts";
import { printMainCf, printMasterCf } from "../../../src/postfix/print/index.ts";
import { written } from "../../../src/source/origin.ts";
import { lineSpan } from "../../../src/source/source-file.ts";
import { peerSuite } from "../../support/peers/index.ts";
import { postconf, runPeer, scratchDirectory } from "../../support/postfix-peer.ts";

function parameter(name: string, value: string, group: Parameter["group"], line?: number): Parameter {
  return { name, value, group, origins: line === undefined ? [] : [written(lineSpan("sendmail.cf", line))] };
}

function config(parameters: readonly Parameter[], services = completeServices([])): PostfixConfig {
  return { version: "3.7", parameters, services, tables: [] };
}

const pipe: Service = {
  name: "fax",
  type: "unix",
  private: "-",
  unprivileged: "n",
  chroot: "n",
  wakeup: "-",
  processLimit: "1",
  command: "pipe",
  options: [["syslog_name", "postfix/fax line"]],
  args: ["flags=R", "user=fax", "argv=/usr/local/bin/fax", "${user}"],
  origins: [written(lineSpan("sendmail.cf", 40))],
};

describe("printing main.cf", () => {
  it("leaves out what Postfix does anyway, also where the default depends on compatibility_level", () => {
    const { text } = printMainCf(
      config([
        parameter("compatibility_level", "3.6", "compatibility"),
        parameter("append_dot_mydomain", "no", "rewriting"),
        parameter("hopcount_limit", "50", "limits"),
        parameter("maximal_queue_lifetime", "5d", "queue"),
        parameter("bounce_queue_lifetime", "4d", "queue", 9),
      ]),
    );
    expect(text).toBe(
      [
        "# The Postfix whose defaults this configuration was written for.",
        "compatibility_level = 3.6",
        "",
        "# The queue: retries, timeouts, warnings.",
        "# sendmail.cf:9",
        "bounce_queue_lifetime = 4d",
        "",
      ].join("\n"),
    );
  });

  it("writes a long list one word a line, a restriction beside its argument, and names where each line came from", () => {
    const printed = printMainCf(
      config([
        parameter(
          "smtpd_recipient_restrictions",
          "check_recipient_access hash:$config_directory/recipient_access, reject_rbl_client dnsbl.example.org, permit",
          "access",
          70,
        ),
      ]),
    );
    expect(printed.lines.map(({ line, text }) => [line, text])).toEqual([
      [3, "smtpd_recipient_restrictions ="],
      [4, "    check_recipient_access hash:$config_directory/recipient_access"],
      [5, "    reject_rbl_client dnsbl.example.org"],
      [6, "    permit"],
    ]);
  });
});

peerSuite(["postfix"], "printed files in front of the real postconf", () => {
  it("are accepted without a word and mean what they should", () => {
    const value = Array.from({ length: 30 }, (_, index) => `d${index}.example.com`).join(", ");
    const ours = config([parameter("mydestination", value, "domains", 3)], completeServices([pipe], ["smtp/inet"]));
    const directory = scratchDirectory({
      "main.cf": printMainCf(ours).text,
      "master.cf": printMasterCf(ours).text,
    });
    const check = runPeer("postconf", ["-c", directory.path, "-n"]);
    const master = postconf(directory.path, "-M", "fax");
    directory.remove();
    expect(check.stderr).toBe("");
    expect(check.stdout.replace(/^config_directory.*\n/, "").replace(/\s+/g, " ")).toBe(
      `mydestination = ${value.replaceAll(",", "")} `,
    );
    expect(master.join("\n")).toBe(
      "fax        unix  -       n       n       -       1       pipe -o {syslog_name=postfix/fax line} flags=R user=fax argv=/usr/local/bin/fax ${user}",
    );
  });
});
