import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { McArgument, McCall, McDirective } from "../../syntax/mc/ast.ts";

/** Calls whose arguments are names and values: never a text with calls of its own. */
const plainCalls =
  /^(?:VERSIONID|OSTYPE|DOMAIN|FEATURE|MAILER|HACK|MASQUERADE_AS|(?:CLIENT|DAEMON)_OPTIONS|\w+_DOMAIN(?:_FILE)?|EXPOSED_USER)$/;
const plainValues = /^(?:conf[A-Z]\w*|[A-Z_]+_(?:RELAY|HOST|HUB|FILE|DIR|PATH|ARGS|FLAGS))$/;

/** A call of sendmail's macros at the beginning of a line. */
const callAtLineStart =
  /^(?:define|undefine|VERSIONID|OSTYPE|DOMAIN|FEATURE|MAILER|MASQUERADE_AS|EXPOSED_USER|DAEMON_OPTIONS|CLIENT_OPTIONS|INPUT_MAIL_FILTER|LOCAL_DOMAIN|RELAY_DOMAIN)\(.{0,40}/gm;

/**
 * Strings that are closed, but not where they were meant to be: a later apostrophe closes them, and the calls in between
 * become a part of the value. m4 says nothing of it, and what it swallowed has no effect.
 */
export function swallowedCalls(directives: readonly McDirective[]): readonly Diagnostic[] {
  return directives.flatMap((directive) => {
    // A call that is open to the end of the file is found by m4 itself.
    if (directive.kind !== "call" || !directive.text.endsWith(")")) return [];
    return valuesOf(directive).flatMap((argument): readonly Diagnostic[] => {
      const inside = [...argument.text.matchAll(callAtLineStart)].filter(({ index }) => index > 0);
      const [first] = inside;
      if (!first) return [];
      const count = inside.length === 1 ? "a call that is" : `${inside.length} calls that are`;
      const message = `this text goes on to line ${argument.span.endLine} and swallows ${count} not made: ${first[0].trim()}`;
      const help = "a string begins with ` and ends with '; close it where the value ends";
      return [diagnose("MC1004", argument.span, message, { suggestions: [{ kind: "help", text: help }] })];
    });
  });
}

function valuesOf({ name, args }: McCall): readonly McArgument[] {
  if (plainCalls.test(name)) return args;
  const isPlain = (name === "define" || name === "pushdef") && plainValues.test(args[0]?.text.trim() ?? "");
  return isPlain ? args : [];
}
