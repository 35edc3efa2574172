import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Conversion, convert } from "../../../src/pipeline/convert.ts";
import { type LocatedSource, locateSource, readLocated } from "../../../src/source/locate.ts";
import type { SourceFile } from "../../../src/source/source-file.ts";
import { type McCall, mcWith } from "./calls.ts";

/** Tables and lists that the calls name, each with a row or two. */
const siteFiles: Readonly<Record<string, string>> = {
  "etc/hostname": "mail.example.com\n",
  "etc/passwd": "root:x:0:0:root:/root:/bin/sh\nkarl:x:1000:1000:Karl:/home/karl:/bin/sh\n",
  "etc/mail/access": "Connect:192.0.2.9\tREJECT\nTo:relayed.example\tRELAY\nFrom:spam.example\tREJECT\n",
  "etc/mail/authinfo": 'AuthInfo:relay.example.com "U:karl" "P=c2VjcmV0"\n',
  "etc/mail/bcctable": "example.com\tcopies@example.com\n",
  "etc/mail/bitdomain": "oldvax\told.example.com\n",
  "etc/mail/domaintable": "short.example\tlong.example.com\n",
  "etc/mail/drac": "",
  "etc/mail/mailertable": "far.example\tesmtp:[hub.example.com]\n",
  "etc/mail/mapped": "karl\tkarl@example.com\n",
  "etc/mail/generics": "karl\tKarl.Meier@example.com\n",
  "etc/mail/genericstable": "karl\tKarl.Meier@example.com\n",
  "etc/mail/uudomain": "oldhost\told.example.com\n",
  "etc/mail/virtual": "info@shop.example\tkarl\n",
  "etc/mail/virtusertable": "info@shop.example\tkarl\n",
  "etc/mail/aliases": "postmaster: root\n",
  "etc/aliases": "postmaster: root\n",
  "etc/mail/local-host-names": "also.example\n",
  "etc/mail/names": "also.example\n",
  "etc/mail/trusted-users": "lists\n",
  "etc/mail/trusted": "lists\n",
  "etc/mail/relay-domains": "relayed.example\n",
  "etc/mail/relays": "relayed.example\n",
  "etc/mail/relay": "relayed.example\n",
  "etc/mail/userdb.db": "",
  "etc/mail/default-auth": "karl\nkarl\nsecret\nexample.com\n",
  "opt/mail/access": "To:relayed.example\tRELAY\n",
  "opt/mail/aliases": "postmaster: root\n",
};

/** A site root for the calls; `remove` takes it away again. */
export interface CallSite {
  locate(call: McCall): { readonly source: LocatedSource; readonly file: SourceFile };
  remove(): void;
}

export function openCallSite(): CallSite {
  const root = mkdtempSync(join(tmpdir(), "cf2postfix-calls-"));
  for (const [path, text] of Object.entries(siteFiles)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return {
    locate: (call) => {
      const path = join(root, "etc/mail/sendmail.mc");
      writeFileSync(path, mcWith(call));
      const located = locateSource(path, root);
      const text = located.ok ? readLocated(located.source.main) : undefined;
      if (!located.ok || !text?.ok) throw new Error(`cannot read ${path}`);
      return { source: located.source, file: text.file };
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

export interface ConvertedCall {
  readonly conversion: Conversion;
  /** What was written, without the comments that name places. */
  readonly files: ReadonlyMap<string, string>;
}

/** Converts a call's .mc with the library in `cfDir`, or with `none`. */
export async function convertCall(site: CallSite, call: McCall, cfDir: string): Promise<ConvertedCall> {
  const files = new Map<string, string>();
  const request = { ...site.locate(call), cfDir, facts: new Map(), mailbox: undefined, findings: {} };
  const conversion = await convert(
    { ...request, mapType: "hash", postfixVersion: "3.7" },
    {
      write: (path, _mode, chunks) => {
        const text = [...chunks].join("");
        files.set(path, text.replace(/^#.*\n/gm, ""));
      },
    },
  );
  return { conversion, files };
}

/** What became of the call itself. */
export function outcomeOf(call: McCall, { conversion }: ConvertedCall): Conversion["directives"][number] | undefined {
  const asked = call.lines[call.at]?.replace(/dnl$/, "").trim() ?? "";
  return conversion.directives.find(({ text }) => text.replace(/dnl$/, "").trim() === asked);
}
