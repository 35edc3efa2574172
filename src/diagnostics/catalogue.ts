import type { CodeEntry } from "./code-entry.ts";
import { cfCodes } from "./codes/cf.ts";
import { ckCodes } from "./codes/ck.ts";
import { liCodes } from "./codes/li.ts";
import { mcCodes } from "./codes/mc.ts";
import { pfCodes } from "./codes/pf.ts";
import { rtCodes } from "./codes/rt.ts";
import { trCodes } from "./codes/tr.ts";
import { wcCodes } from "./codes/wc.ts";

const all = { ...cfCodes, ...mcCodes, ...wcCodes, ...liCodes, ...trCodes, ...pfCodes, ...ckCodes, ...rtCodes };

export type DiagnosticCode = keyof typeof all;

/** Every code that the program can print. */
export const catalogue: Readonly<Record<DiagnosticCode, CodeEntry>> = all;
