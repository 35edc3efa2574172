import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { SendmailConfig } from "../../src/sendmail/config.ts";
import { readSendmailConfig } from "../../src/sendmail/read-config.ts";
import { openSite } from "../../src/source/site.ts";
import type { Directive } from "../../src/syntax/sendmail-cf/ast.ts";
import { parseCf } from "../../src/syntax/sendmail-cf/parse.ts";

export interface CfReading {
  readonly config: SendmailConfig;
  readonly diagnostics: readonly Diagnostic[];
}

export interface CfSite {
  /** Files of the host by absolute path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly hostname?: string;
  readonly facts?: Readonly<Record<string, string>>;
}

/** Parses and reads a cf text as the pipeline does, on a host that has only these files. */
export function readCf(text: string, site: CfSite = {}): CfReading {
  const root = mkdtempSync(join(tmpdir(), "cf2postfix-cf-"));
  try {
    for (const [path, content] of Object.entries(site.files ?? {})) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content, "latin1");
    }
    const parsed = parseCf({ path: "sendmail.cf", text });
    const reading = readSendmailConfig(parsed.ast, openSite(root), {
      hostname: site.hostname ?? "mail.example.com",
      hostnameAssumed: false,
      other: new Map(Object.entries(site.facts ?? {})),
    });
    return { config: reading.config, diagnostics: [...parsed.diagnostics, ...reading.diagnostics] };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The directives of a cf text; broken ones included. */
export function directivesOf(text: string): readonly Directive[] {
  return parseCf({ path: "sendmail.cf", text }).ast.lines.filter(
    (line): line is Directive => line.kind !== "blank" && line.kind !== "comment",
  );
}

/** `line:column-endColumn CODE` of each finding: where it points and what it is. */
export function placesOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map((one) => `${one.at?.line}:${one.at?.column}-${one.at?.endColumn} ${one.code}`);
}

export function classMembers(config: SendmailConfig, name: string): readonly string[] {
  return (config.classes.get(name)?.members ?? []).map((member) => member.text);
}
