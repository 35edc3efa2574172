import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { Claim, Disposition } from "../../src/diagnostics/disposition.ts";
import { liftPolicy } from "../../src/lift/index.ts";
import type { MailPolicy } from "../../src/model/policy.ts";
import type { PostfixVersion } from "../../src/postfix/config.ts";
import { readSendmailConfig } from "../../src/sendmail/read-config.ts";
import { openSite } from "../../src/source/site.ts";
import { parseCf } from "../../src/syntax/sendmail-cf/parse.ts";
import type { TranslateOptions } from "../../src/translate/context.ts";
import { type Translation, translatePolicy } from "../../src/translate/index.ts";

export interface SmallSite {
  /** Directory that stands for the old host's `/`; none: it has no files. */
  readonly root?: string;
  readonly version?: PostfixVersion;
  readonly mailbox?: TranslateOptions["mailbox"];
}

/** A tiny sendmail.cf lifted: its policy and what lifting claims. */
function lifted(lines: readonly string[], site: SmallSite = {}): ReturnType<typeof liftPolicy> {
  const parsed = parseCf({ path: "sendmail.cf", text: `${lines.join("\n")}\n` });
  const files = openSite(site.root ?? "/nonexistent");
  const facts = { hostname: "mail.example.com", hostnameAssumed: false, other: new Map<string, string>() };
  const { config } = readSendmailConfig(parsed.ast, files, facts);
  return liftPolicy({ config, site: files });
}

export function policyOf(lines: readonly string[], site: SmallSite = {}): MailPolicy {
  return lifted(lines, site).value;
}

export interface SmallTranslation {
  readonly translation: Translation;
  readonly claims: readonly Claim[];
  /** Findings of lifting and translating. */
  readonly findings: readonly Diagnostic[];
  /** The value of a main.cf parameter as translated; undefined when it is not set. */
  main(name: string): string | undefined;
  /** `flags=... user=... argv=...` or the options of a service; undefined when there is none. */
  service(name: string, type?: string): string | undefined;
  /** How the line (counted from 1) ended, worst claim first; undefined: nobody claimed it. */
  ended(line: number): Disposition | undefined;
  note(line: number): string;
}

const order: readonly Disposition[] = [
  "unknown",
  "unsupported",
  "manual",
  "approximate",
  "obsolete",
  "exact",
  "default",
];

/** A tiny sendmail.cf lifted and translated. */
export function translated(lines: readonly string[], site: SmallSite = {}): SmallTranslation {
  const { value, claims: liftClaims, diagnostics } = lifted(lines, site);
  const translation = translatePolicy(value, {
    version: site.version ?? "3.7",
    mapType: "hash",
    mailbox: site.mailbox,
  });
  const claims = [...liftClaims, ...translation.claims];
  const worst = (line: number): Claim | undefined =>
    claims
      .filter((claim) => claim.at.line === line)
      .sort((a, b) => order.indexOf(a.disposition) - order.indexOf(b.disposition))[0];
  return {
    translation,
    claims,
    findings: [...diagnostics, ...translation.diagnostics],
    main: (name) => translation.config.parameters.findLast((parameter) => parameter.name === name)?.value,
    service: (name, type) => {
      const found = translation.config.services.find(
        (service) => service.name === name && (type === undefined || service.type === type),
      );
      if (!found) return undefined;
      const options = found.options.map(([option, value]) => `-o ${option}=${value}`);
      return [found.command, ...options, ...found.args].join(" ");
    },
    ended: (line) => worst(line)?.disposition,
    note: (line) => worst(line)?.note ?? "",
  };
}
