import { readdirSync, readFileSync } from "node:fs";

const pages = new URL("../../docs/diagnostics/", import.meta.url).pathname;

/** One page of docs/diagnostics. */
export interface DiagnosticPage {
  readonly code: string;
  readonly title: string;
  readonly text: string;
  readonly examples: readonly DocumentedExample[];
}

/** An input and the output that the page shows for it. `<NUL>` in the input stands for that byte. */
export interface DocumentedExample {
  readonly notation: string;
  readonly input: string;
  readonly output: string;
}

/** The pages whose code begins so. */
export function diagnosticPages(prefix: string): readonly DiagnosticPage[] {
  return readdirSync(pages)
    .filter((name) => name.startsWith(prefix) && name.endsWith(".md"))
    .sort()
    .map((name) => readPage(name.replace(/\.md$/, ""), readFileSync(pages + name, "utf8")));
}

function readPage(code: string, text: string): DiagnosticPage {
  const title = /^# (?:[A-Z]{2}\d{4}): (.*)$/m.exec(text)?.[1] ?? "";
  const examples = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```\n\n```text\n([\s\S]*?)^```$/gm)].map(
    ([, notation = "", input = "", output = ""]) => ({
      notation,
      input: input.replaceAll("<NUL>", "\0"),
      output: output.trimEnd(),
    }),
  );
  return { code, title, text, examples };
}
