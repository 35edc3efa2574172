import fc from "fast-check";
import { expect, it } from "vitest";
import { standardServices } from "../../../src/postfix/catalogue/standard-services.ts";
import { printMasterCf } from "../../../src/postfix/print/index.ts";
import {
  postconfServiceSettings,
  postconfServices,
  postconfSettings,
} from "../../../src/postfix/read/postconf-lines.ts";
import { peerSuite } from "../../support/peers/index.ts";
import { postconf, scratchDirectory } from "../../support/postfix-peer.ts";
import { readScratch } from "./postfix-directory.ts";

const standardMaster = printMasterCf({ version: "3.7", parameters: [], services: standardServices, tables: [] }).text;

const main = `# A main.cf with the oddities of the notation
compatibility_level = 3.6
mynetworks = 127.0.0.0/8
  # a comment inside a value

  192.0.2.0/24
myhostname=mail.example.com
mydomain   =   example.com
Tag = user defined, $mydomain
empty_one =
mydestination = $myhostname, localhost.$mydomain, \${Tag?{tagged.$mydomain}:{untagged}} $$x
relay_domains = \${empty_one?{full}:{empty.$mydomain}} \${empty_one:old-style} \${Tag?old $mydomain}
smtpd_banner = $myhostname \${{$compatibility_level} >=level {3.6} ? {new} : {old}} \${{10} > {9}?{ten}} \${{a} != {a}}
unused_thing = 1
smtpd_restriction_classes = strict, lax
strict = reject_unknown_client_hostname, permit
lax = permit
virtual_alias_maps = ldap:people, hash:/etc/postfix/virtual
people_server_host = ldap.example.com
people_nonsense = x
fax_destination_recipient_limit = 1
smtpd_recipient_limit = 10
smtpd_recipient_limit = 20
default_rbl_reply = $rbl_code Service $unknown_name;
`;

const master = `${standardMaster}
fax unix - n n - 1 pipe
  flags=R user=fax argv=/usr/bin/fax { a  b } {-x {y}} $recipient
submission inet n - y - - smtpd
  -o syslog_name=postfix/submission -o { smtpd_client_restrictions = permit_sasl_authenticated, reject }
  -o{smtpd_tls_security_level=encrypt} -vo mynetworks=10.0.0.0/8,$Tag
# a comment
  -v
[::1]:2525 inet n n n 60? 10 smtpd -D
`;

peerSuite(["postfix"], "a directory read beside the real postconf", () => {
  const directory = scratchDirectory({ "main.cf": main, "master.cf": master });
  const ours = readScratch(directory.path);
  const theirs = (...args: readonly string[]): readonly string[] =>
    postconf(directory.path, ...args).filter((line) => !line.startsWith("config_directory"));

  it("has the settings of postconf -n", () => expect(postconfSettings(ours)).toEqual(theirs("-n")));
  it("has the expanded settings of postconf -nx", () => expect(postconfSettings(ours, true)).toEqual(theirs("-nx")));
  it("has the services of postconf -M", () => expect(postconfServices(ours)).toEqual(theirs("-M")));
  it("has the service settings of postconf -P", () => expect(postconfServiceSettings(ours)).toEqual(theirs("-P")));
  it("has the expanded service settings of postconf -Px", () =>
    expect(postconfServiceSettings(ours, true)).toEqual(theirs("-Px")));

  it("expands any nesting of references as postconf does", () => {
    const name = fc.constantFrom("a", "b", "empty", "unset", "mydomain", "n10", "n9");
    const { expression } = fc.letrec<{ expression: string; text: string }>((tie) => ({
      text: fc
        .array(fc.oneof({ depthSize: "small" }, fc.constantFrom("x", " y", "-", "$$"), tie("expression")), {
          maxLength: 3,
        })
        .map((parts) => parts.join("")),
      expression: fc.oneof(
        { depthSize: "small" },
        name.map((each) => `$${each} `),
        name.map((each) => `\${${each}}`),
        name.map((each) => `$(${each})`),
        fc.tuple(name, tie("text")).map(([each, text]) => `\${${each}?{${text}}}`),
        fc.tuple(name, tie("text")).map(([each, text]) => `\${${each}:{${text}}}`),
        fc.tuple(name, tie("text"), tie("text")).map(([each, yes, no]) => `\${${each}?{${yes}} : {${no}}}`),
        fc
          .tuple(tie("text"), fc.constantFrom("==", "!=", "<", "<=", ">", ">="), tie("text"), tie("text"))
          .map(([left, operator, right, yes]) => `\${{${left}} ${operator} {${right}}?{${yes}}:{no}}`),
      ),
    }));
    const values = fc.sample(expression, { numRuns: 300, seed: 4711 });
    const lines = values.map((value, index) => `p${index} = ${value}`);
    const use = `smtpd_restriction_classes = ${values.map((_, index) => `p${index}`).join(" ")}`;
    const text = ["a = A$b", "b = B", "empty =", "n10 = 10", "n9 = 9", use, ...lines, ""].join("\n");
    const scratch = scratchDirectory({ "main.cf": text, "master.cf": standardMaster });
    const expected = postconf(scratch.path, "-nx").filter((line) => /^p\d/.test(line));
    const got = postconfSettings(readScratch(scratch.path), true).filter((line) => /^p\d/.test(line));
    scratch.remove();
    expect(got.map((line) => line.trimEnd())).toEqual(expected.map((line) => line.trimEnd()));
    expect(got).toHaveLength(300);
  });
});
