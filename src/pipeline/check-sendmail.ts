import { join } from "node:path";
import { sendmailMaterial } from "../check/sendmail-material.ts";
import { checkSendmailRelay } from "../check/sendmail-relay.ts";
import { sendmailSide } from "../check/sendmail-side.ts";
import { withUsers } from "../source/site.ts";
import type { CheckedTarget } from "./checked-target.ts";
import { convert } from "./convert.ts";
import { loadSendmail, type SendmailSource } from "./sendmail-source.ts";

type Opened =
  | { readonly ok: true; readonly target: CheckedTarget }
  | { readonly ok: false; readonly path: string; readonly reason: string };

/** A sendmail configuration: what sendmail would complain of, and what will not migrate. */
export async function openSendmailTarget(request: SendmailSource): Promise<Opened> {
  const { source, file, facts, cfDir } = request;
  const loaded = await loadSendmail(request);
  if (!loaded.read) return { ok: false, path: file.path, reason: "it holds no sendmail configuration" };
  const sink = {
    write: (_path: string, _mode: number, chunks: Iterable<string>) => {
      for (const chunk of chunks) void chunk;
    },
  };
  const conversion = await convert(
    { source, file, facts, cfDir, mapType: "hash", postfixVersion: "3.7", mailbox: undefined, findings: {} },
    sink,
  );
  return {
    ok: true,
    target: {
      diagnostics: [...conversion.diagnostics, ...checkSendmailRelay(sendmailSide(loaded.engine), file.path)],
      files: [file],
      limits: loaded.remarks,
      side: async ({ dns, users }) => {
        if (dns === undefined && (users ?? []).length === 0) return sendmailSide(loaded.engine);
        const site = withUsers(source.site, users ?? []);
        const again = await loadSendmail({
          ...request,
          source: { ...source, site },
          ...(dns === undefined ? {} : { dns }),
        });
        return sendmailSide(again.engine);
      },
      material: () => sendmailMaterial(loaded.config, source.site),
      located: (name) => (name === file.path ? source.main.located : join(source.site.root, name)),
    },
  };
}
