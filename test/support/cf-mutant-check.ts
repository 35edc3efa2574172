import type { ConvertRequest } from "../../src/pipeline/convert.ts";
import { convert } from "../../src/pipeline/convert.ts";
import type { LocatedSource } from "../../src/source/locate.ts";
import { parseCf } from "../../src/syntax/sendmail-cf/parse.ts";
import { printCf } from "../../src/syntax/sendmail-cf/print.ts";

/** What must hold for the conversion of any bytes; the sentences say what does not. */
export async function complaintsAbout(text: string, source: LocatedSource): Promise<readonly string[]> {
  const file = { path: "sendmail.cf", text };
  const request: ConvertRequest = {
    source,
    file,
    facts: new Map([["hostname", "mail.example.com"]]),
    mapType: "hash",
    postfixVersion: "3.7",
    mailbox: undefined,
    findings: {},
  };
  const written = new Map<string, number>();
  const conversion = await convert(request, {
    write: (path, _mode, chunks) => {
      let length = 0;
      for (const chunk of chunks) length += chunk.length;
      written.set(path, length);
    },
  });
  const { directives, summary } = conversion;
  const { directives: counted, ...dispositions } = summary;
  const sum = Object.values(dispositions).reduce((total, count) => total + count, 0);
  const { ast } = parseCf(file);
  const inFile = ast.lines.filter((line) => line.kind !== "blank" && line.kind !== "comment").length;
  return [
    ...(printCf(ast) === text ? [] : ["the text does not print as it was"]),
    ...(directives.length === inFile ? [] : [`${inFile} directives, ${directives.length} accounted for`]),
    ...(counted === directives.length && sum === counted ? [] : [`the summary counts ${counted} and ${sum}`]),
    ...(written.has("main.cf") && written.has("master.cf") ? [] : ["main.cf or master.cf is missing"]),
  ];
}
