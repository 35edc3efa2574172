import type { DiagnosticCode } from "../../diagnostics/catalogue.ts";
import type { Machine } from "./machine.ts";
import type { Place } from "./pieces.ts";

/**
 * m4's own messages, in GNU's form `m4:FILE:LINE: text` (without file and line where m4 is nowhere). `code` also
 * files it as a finding, with the place of the call that is being carried out.
 */
export function complain(machine: Machine, text: string, code: DiagnosticCode = "MC1030"): void {
  complainAt(machine, machine.input.file, machine.input.line, text, code, machine.current?.place);
}

export function complainAt(
  machine: Machine,
  file: string,
  line: number,
  text: string,
  code: DiagnosticCode,
  place: Place | undefined,
): void {
  machine.stderr.push(line === 0 ? `m4: ${text}\n` : `m4:${file}:${line}: ${text}\n`);
  machine.findings.push({ code, place, message: withoutPrefix(text) });
}

function withoutPrefix(text: string): string {
  return text.replace(/^(Warning|ERROR): /, "");
}

/** A message after which m4 ends at once with status 1; diversions are lost. */
export function fail(
  machine: Machine,
  file: string,
  line: number,
  text: string,
  code: DiagnosticCode,
  place: Place | undefined,
): void {
  complainAt(machine, file, line, text, code, place);
  machine.status = 1;
  machine.stopped = true;
}

/** A finding of ours that m4 would not print. */
export function report(machine: Machine, code: DiagnosticCode, message: string): void {
  machine.findings.push({ code, place: machine.current?.place, message });
}
