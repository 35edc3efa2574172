import { existsSync } from "node:fs";
import type { NameService } from "../runtime/names.ts";
import { readAnswerFiles } from "./answer-files.ts";

type Names =
  | { readonly ok: true; readonly service: NameService | undefined }
  | { readonly ok: false; readonly reason: string };

/** `--dns FILE|HOST:PORT`; without it the servers of this machine where mail goes out, else an assumption. */
export async function readNames(dns: string | undefined, outbound: "sealed" | "direct"): Promise<Names> {
  const { askedNames, fixedNames } = await import("../runtime/names.ts");
  if (dns === undefined) return { ok: true, service: outbound === "direct" ? askedNames(undefined) : undefined };
  if (!existsSync(dns) && /^(?:\[[0-9a-f:]+\]|[\w.-]+):\d{1,5}$/i.test(dns))
    return { ok: true, service: askedNames(dns) };
  const file = await readAnswerFiles({ dns }, {});
  if (!file.ok) return { ok: false, reason: file.message };
  const { servedNames } = await import("../pipeline/serve-names.ts");
  const served = servedNames(file.dns);
  if (served.problems.length > 0) return { ok: false, reason: `${dns}: ${served.problems.join("; ")}` };
  return { ok: true, service: fixedNames(served.dns, served.reverse) };
}
