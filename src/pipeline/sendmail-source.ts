import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Answers, readAnswers } from "../sendmail/answers.ts";
import type { SendmailConfig } from "../sendmail/config.ts";
import { type Dns, readDnsAnswers } from "../sendmail/dns.ts";
import { machineFacts } from "../sendmail/machine-facts.ts";
import { readSendmailConfig } from "../sendmail/read-config.ts";
import { compileRulesets, type RulesetEngine } from "../sendmail/ruleset/engine.ts";
import type { LocatedSource } from "../source/locate.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import { parseCf } from "../syntax/sendmail-cf/parse.ts";
import { behindTcpWrappers } from "./tcp-wrappers.ts";

/** A SOURCE as the command line names it (design.md section 4), with the text of its main file. */
export interface SendmailSource {
  readonly source: LocatedSource;
  readonly file: SourceFile;
  readonly facts: ReadonlyMap<string, string>;
  /** The m4 library for a .mc: a directory, `none`, or undefined to look for it. */
  readonly cfDir?: string | undefined;
  /** The values of the `--dns` and `--answers` files; undefined: none was given. */
  readonly dns?: unknown;
  readonly answers?: unknown;
}

/** What a .mc or a .def becomes. */
export interface Expansion {
  readonly cf: SourceFile;
  readonly diagnostics: readonly Diagnostic[];
  /** The place in the person's file that stands for a span of `cf`. */
  relocate(span: Span): Span | undefined;
}

/** A sendmail configuration of any notation, read and ready to be asked. */
export interface LoadedSendmail {
  /** The sendmail.cf that runs: the file itself, or what the .mc or .def expands to. Spans of the engine's rules are in it. */
  readonly cf: SourceFile;
  /** How the .mc or .def became that file. */
  readonly expansion: Expansion | undefined;
  readonly config: SendmailConfig;
  readonly engine: RulesetEngine;
  /** What is wrong with the files, at places that a person wrote: expansion, syntax and symbols. */
  readonly diagnostics: readonly Diagnostic[];
  /** Sentences about the `--dns` and `--answers` files. */
  readonly remarks: readonly string[];
  /** False when nothing in the file is a directive: there is no configuration. */
  readonly read: boolean;
  /** The place in a file that a person wrote for a span of `cf`; undefined for lines of the m4 library alone. */
  placeOf(span: Span): Span | undefined;
}

/** Reads a SOURCE through all its notations into a configuration and its ruleset engine. Never throws for its text. */
export async function loadSendmail(request: SendmailSource): Promise<LoadedSendmail> {
  const { source, file } = request;
  const { site } = source;
  const { expansion, facts } = await expanded(request);
  const cf = expansion?.cf ?? file;
  const syntax = parseCf(cf);
  const symbols = readSendmailConfig(syntax.ast, site, machineFacts(facts, site));
  const { dns, answers, remarks } = given(request);
  const engine = compileRulesets(symbols.config, site, { ...(dns ? { dns } : {}), ...(answers ? { answers } : {}) });
  const placeOf = (span: Span): Span | undefined =>
    expansion && span.file === cf.path ? expansion.relocate(span) : span;
  return {
    cf,
    expansion,
    config: symbols.config,
    engine: behindTcpWrappers(engine, source),
    diagnostics: [
      ...(expansion?.diagnostics ?? []),
      ...[...syntax.diagnostics, ...symbols.diagnostics].flatMap((one) => placed(one, placeOf)),
    ],
    remarks,
    read: symbols.config.directives.some((directive) => directive.kind !== "broken"),
    placeOf,
  };
}

/** The expansion of a .mc or .def, and what is known of the machine then. */
async function expanded({ source, file, facts, cfDir }: SendmailSource): Promise<{
  readonly expansion: Expansion | undefined;
  readonly facts: ReadonlyMap<string, string>;
}> {
  if (source.main.kind === "def") {
    const { expandDefSource, factsOfDef } = await import("./def-source.ts");
    const expansion = expandDefSource(source, file, facts);
    return { expansion, facts: factsOfDef(expansion, facts, source.site) };
  }
  if (source.main.kind !== "mc") return { expansion: undefined, facts };
  const { expandMcSource } = await import("./mc-source.ts");
  return { expansion: expandMcSource(source, file, cfDir), facts };
}

/** A finding on the expanded file, moved to the .mc; findings on the library's own lines are not the person's. */
function placed(one: Diagnostic, placeOf: LoadedSendmail["placeOf"]): readonly Diagnostic[] {
  if (!one.at) return [one];
  const at = placeOf(one.at);
  if (!at) return [];
  const related = one.related.flatMap((place) => {
    const moved = placeOf(place.at);
    return moved ? [{ ...place, at: moved }] : [];
  });
  return [{ ...one, at, related }];
}

function given(request: SendmailSource): {
  readonly dns: Dns | undefined;
  readonly answers: Answers | undefined;
  readonly remarks: readonly string[];
} {
  const dns = request.dns === undefined ? undefined : readDnsAnswers(request.dns);
  const answers = request.answers === undefined ? undefined : readAnswers(request.answers);
  return {
    dns: dns?.dns,
    answers: answers?.answers,
    remarks: [...(dns?.problems ?? []), ...(answers?.problems ?? [])],
  };
}
