import { describe, expect, it } from "vitest";
import { readPostfixDirectory } from "../../../src/postfix/read/directory.ts";
import type { Leaf } from "../../../src/postfix/resolve/resolution.ts";
import { createResolver } from "../../../src/postfix/resolve/resolver.ts";
import { filesInMemory } from "../../support/postfix-findings.ts";

const main = `compatibility_level = 3.6
myhostname = mail.example.com
mydestination = $myhostname, example.com
recipient_delimiter = +
alias_maps = hash:/etc/aliases
virtual_alias_domains = list.example
virtual_alias_maps = inline:{ {team@list.example = staff, far@else.example} }
relayhost = [smart.example.net]
`;

const files = filesInMemory({
  "/etc/postfix/main.cf": main,
  "/etc/passwd":
    "alice:x:1000:1000::/home/alice:/bin/sh\nbob:x:1001:1001::/home/bob:/bin/sh\nroot:x:0:0::/root:/bin/sh\n",
  "/etc/aliases": `staff: alice, bob
loop: alice, loop
prog: "|/usr/bin/filter -x"
archive: /var/mail/archive
list: :include:/etc/lists/list
root: \\root
carol: alice
`,
  "/etc/lists/list": '# members\nalice\nfar@else.example\n"|/bin/no"\n',
  "/home/bob/.forward": "\\bob, bob.b@else.example\n",
  "/home/alice/.forward+tag": "tagged@else.example\n",
});

function leaves(address: string): readonly string[] {
  const directory = readPostfixDirectory(files, { version: "3.7", host: { hostname: "mail.example.com" } });
  return createResolver(directory).expandRecipient(address).leaves.map(show);
}

function show(leaf: Leaf): string {
  switch (leaf.kind) {
    case "local":
      return `local ${leaf.user}`;
    case "smtp":
      return `smtp ${leaf.nexthop} ${leaf.address}`;
    case "command":
      return `command ${leaf.text}`;
    case "file":
      return `file ${leaf.path}`;
    case "reject":
      return `reject ${leaf.enhanced} ${leaf.text}`;
    default:
      return leaf.kind;
  }
}

describe("delivery by local(8)", () => {
  it("expands aliases, and .forward files that keep a copy", () => {
    expect(leaves("staff")).toEqual(["local alice", "local bob", "smtp [smart.example.net] bob.b@else.example"]);
  });

  it("delivers to the user when an alias names itself", () => {
    expect(leaves("root@example.com")).toEqual(["local root"]);
    expect(leaves("loop")).toEqual(["local alice", 'reject 5.1.1 unknown user: "loop"']);
  });

  it("finds commands and files of aliases, and refuses commands of an :include: file", () => {
    expect(leaves("prog")).toEqual(["command /usr/bin/filter -x"]);
    expect(leaves("archive")).toEqual(["file /var/mail/archive"]);
    expect(leaves("list")).toEqual([
      "local alice",
      "smtp [smart.example.net] far@else.example",
      "reject 5.7.1 mail to command is restricted",
    ]);
  });

  it("takes the extension into .forward+tag, and past an alias only by propagate_unmatched_extensions", () => {
    expect(leaves("alice+tag")).toEqual(["smtp [smart.example.net] tagged@else.example"]);
    expect(leaves("alice+other")).toEqual(["local alice"]);
    expect(leaves("carol+tag")).toEqual(["local alice"]);
  });

  it("follows virtual aliases to local ones and elsewhere", () => {
    expect(leaves("team@list.example")).toEqual([
      "local alice",
      "local bob",
      "smtp [smart.example.net] bob.b@else.example",
      "smtp [smart.example.net] far@else.example",
    ]);
    expect(leaves("nobody@list.example")).toEqual(["reject 5.1.1 User unknown in virtual alias table"]);
    expect(leaves("nobody")).toEqual(['reject 5.1.1 unknown user: "nobody"']);
  });
});
