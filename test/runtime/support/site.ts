import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServeRequest } from "../../../src/runtime/serve.ts";

/** A Postfix directory, a users file and an empty data directory. */
export interface TestSite {
  readonly directory: string;
  readonly postfixDirectory: string;
  readonly data: string;
  readonly users: string;
  remove(): void;
}

const mainCf = `compatibility_level = 3.6
myhostname = mail.example.org
mydestination = $myhostname, example.org, localhost
alias_maps = texthash:/etc/postfix/aliases
virtual_alias_maps = texthash:/etc/postfix/virtual
virtual_alias_domains = virt.example
mynetworks = 192.0.2.0/24
recipient_delimiter = +
minimal_backoff_time = 1s
queue_run_delay = 1s
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination
smtpd_sender_restrictions = check_sender_access texthash:/etc/postfix/access
`;

const aliases =
  "staff anna, bert, boss@elsewhere.example\nprog |/bin/cat\nloop loop2\nloop2 loop\nlist :include:/etc/mail/list\n";

export function makeSite(more = ""): TestSite {
  const directory = mkdtempSync(join(tmpdir(), "serve-"));
  const postfixDirectory = join(directory, "postfix");
  const data = join(directory, "data");
  mkdirSync(postfixDirectory);
  mkdirSync(join(data, "etc/mail"), { recursive: true });
  writeFileSync(join(postfixDirectory, "main.cf"), mainCf + more);
  writeFileSync(join(postfixDirectory, "aliases"), aliases);
  writeFileSync(join(postfixDirectory, "virtual"), "info@virt.example anna\n");
  writeFileSync(join(postfixDirectory, "access"), "spam.example 554 no thanks\nodd.example 4.7.9 later\n");
  writeFileSync(join(data, "etc/mail/list"), "anna\n# comment\nbert\n");
  const users = join(directory, "users");
  writeFileSync(users, "anna:{PLAIN}secret:1001:1001::/home/anna::\nbert:{PLAIN}geheim:1002:1002::/home/bert::\n");
  return {
    directory,
    postfixDirectory,
    data,
    users,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

export function requestOf(site: Pick<TestSite, "postfixDirectory" | "data" | "users">): ServeRequest {
  return {
    ...site,
    hostname: undefined,
    host: "127.0.0.1",
    ports: {},
    only: ["smtp", "pop3", "imap"],
    allowCommands: false,
    readyFile: undefined,
    show: () => undefined,
  };
}
