import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { type Origin, written } from "../../source/origin.ts";
import type { Span } from "../../source/source-file.ts";
import type { WideAssignment, WideFile } from "../../syntax/wide-cf/ast.ts";
import { type CfType, cfTypeNames, readCfType } from "./cf-type.ts";
import { type WideVariable, wideVariable } from "./variables.ts";

/** A variable as the shell leaves it. */
export interface WideSetting {
  readonly name: string;
  readonly variable: WideVariable | undefined;
  /** After the shell's expansions; backslash-newline is still in it. Undefined: only a shell could tell. */
  readonly value: string | undefined;
  readonly assignment: WideAssignment;
  readonly origin: Origin;
}

/** What a definition file says: the last assignment of a name counts. */
export interface WideDefinition {
  readonly file: WideFile;
  readonly settings: ReadonlyMap<string, WideSetting>;
  /** Assignments that a later one replaces. */
  readonly superseded: ReadonlyMap<WideAssignment, WideAssignment>;
  readonly type: CfType;
  readonly diagnostics: readonly Diagnostic[];
}

const usualType: CfType = { level: 8, kind: "full" };

/** Evaluates the assignments as a shell would, as far as that is possible without running anything. */
export function readDefinition(file: WideFile): WideDefinition {
  const settings = new Map<string, WideSetting>();
  const superseded = new Map<WideAssignment, WideAssignment>();
  const diagnostics: Diagnostic[] = [];
  for (const directive of file.directives) {
    if (directive.kind === "command") {
      diagnostics.push(commandFinding(directive));
      continue;
    }
    const finding = unsetFinding(directive);
    if (finding) {
      diagnostics.push(finding);
      continue;
    }
    const setting = evaluate(directive, settings, diagnostics);
    const before = settings.get(directive.name);
    if (before) {
      superseded.set(before.assignment, directive);
      diagnostics.push(
        diagnose("WC1011", before.assignment.span, `${directive.name} is set again, and that value counts.`, {
          related: [{ message: "this one counts", at: directive.span }],
        }),
      );
    }
    settings.set(directive.name, setting);
  }
  return { file, settings, superseded, type: typeOf(settings, file, diagnostics), diagnostics };
}

function commandFinding(command: { name: string; span: Span; text: string; looksLikeAssignment: boolean }): Diagnostic {
  if (command.looksLikeAssignment) {
    const becomes = command.text.replace(/\s*=\s*/, "=");
    return diagnose("WC1003", command.span, `A blank stands beside =, so the shell would run "${command.name}".`, {
      suggestions: [{ kind: "becomes", text: becomes }],
    });
  }
  return diagnose("WC1006", command.span, `"${command.name}" is a command of the shell; it is not followed.`, {
    suggestions: [{ kind: "help", text: "write what it sets as plain assignments" }],
  });
}

function unsetFinding({ name, span, text, unset }: WideAssignment): Diagnostic | undefined {
  switch (unset) {
    case "command-follows": {
      const becomes = `${name}='${text.slice(name.length + 1).trim()}'`;
      const quoted = /['"`\\]/.test(text) ? [] : [{ kind: "becomes" as const, text: becomes }];
      const message = /=\s/.test(text)
        ? `A blank stands behind =, so ${name} is not set: the shell would run what follows.`
        : `The value holds a blank outside of quotes, so ${name} is not set: the shell would run what follows.`;
      return diagnose("WC1002", span, message, { suggestions: quoted });
    }
    case "conditional":
      return diagnose("WC1006", span, `${name} is set inside a command of the shell, which is not followed.`);
    case undefined:
      return undefined;
  }
}

function evaluate(
  assignment: WideAssignment,
  known: ReadonlyMap<string, WideSetting>,
  diagnostics: Diagnostic[],
): WideSetting {
  const { name, value: pieces, span } = assignment;
  const variable = wideVariable(name);
  let value: string | undefined = "";
  for (const piece of pieces) {
    switch (piece.kind) {
      case "text":
        value = value === undefined ? undefined : value + piece.text;
        break;
      case "typographic":
        diagnostics.push(typographicFinding(assignment, piece.text, piece.span));
        value = value === undefined ? undefined : value + piece.text;
        break;
      case "variable": {
        const other = known.get(piece.name);
        if (!other) diagnostics.push(expansionFinding(piece.name, piece.span));
        value = value === undefined || other?.value === undefined ? undefined : value + other.value;
        break;
      }
      case "opaque":
        diagnostics.push(
          diagnose(
            "WC1005",
            piece.span,
            `${piece.text.split("\n", 1)[0]} is not run, so the value of ${name} is not known.`,
          ),
        );
        value = undefined;
        break;
      case "unclosed":
        diagnostics.push(
          diagnose("WC1001", piece.span, "This quote is never closed.", {
            suggestions: [{ kind: "help", text: "the value is taken to end with its line" }],
          }),
        );
        value = value === undefined ? undefined : value + piece.text.slice(1).trimEnd();
    }
  }
  if (value !== undefined && /(^|[^\\])\n/.test(value)) {
    diagnostics.push(
      diagnose("WC1008", span, `The value of ${name} runs over the end of a line that has no backslash.`, {
        suggestions: [{ kind: "help", text: "a quote may have been forgotten" }],
      }),
    );
  }
  return { name, variable, value, assignment, origin: written(span) };
}

function typographicFinding(assignment: WideAssignment, text: string, at: Span): Diagnostic {
  return diagnose("WC1004", at, "These quotes are typographic ones, which the shell takes for letters.", {
    suggestions: [{ kind: "becomes", text: `${assignment.name}='${text}'` }],
  });
}

function expansionFinding(name: string, at: Span): Diagnostic {
  const own = /^[mwj]/.test(name)
    ? ` To pass $${name.slice(0, 1)} on to CF, write it in single quotes or as \\$${name.slice(0, 1)}.`
    : "";
  return diagnose("WC1007", at, `The shell would replace $${name}, whose value is not known here.${own}`);
}

function typeOf(settings: ReadonlyMap<string, WideSetting>, file: WideFile, diagnostics: Diagnostic[]): CfType {
  const setting = settings.get("CF_TYPE");
  if (setting?.value === undefined) {
    const start = { file: file.source.path, line: 1, column: 1, endLine: 1, endColumn: 1 };
    const message = "CF_TYPE, which CF requires, is not set; R8V8 is assumed.";
    diagnostics.push(diagnose("WC1010", setting?.assignment.span ?? start, message));
    return usualType;
  }
  const type = readCfType(setting.value.trim());
  if (type) return type;
  const message = `CF_TYPE ${setting.value} is none of CF's types; R8V8 is assumed.`;
  diagnostics.push(
    diagnose("WC1010", setting.assignment.valueSpan, message, {
      suggestions: [{ kind: "help", text: `the types are ${cfTypeNames}` }],
    }),
  );
  return usualType;
}

/** The value as CF reads it: backslash-newline and blanks around it away. Undefined when it is not set or not known. */
export function textOf(definition: WideDefinition, name: string): string | undefined {
  const value = definition.settings.get(name)?.value;
  return value?.replace(/\\\r?\n/g, " ").trim();
}

/** `yes` or `no`; the default otherwise. Anything else is a finding that `readDefinition` leaves to its reader. */
export function isYes(definition: WideDefinition, name: string, usual: boolean): boolean {
  const text = textOf(definition, name)?.toLowerCase();
  if (text === "yes") return true;
  return text === "no" ? false : usual;
}

/** The origins of the variables that are set. */
export function originsOf(definition: WideDefinition, ...names: readonly string[]): readonly Origin[] {
  return names.flatMap((name) => definition.settings.get(name)?.origin ?? []);
}
