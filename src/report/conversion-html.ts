import { shownText } from "../source/decode.ts";
import type { ConversionResult } from "./conversion.ts";
import { type DirectiveGroup, placesOf } from "./conversion-groups.ts";
import {
  countsLine,
  dispositionMeaning,
  nextSteps,
  sectionsOf,
  selfCheckLine,
  titleOf,
  verificationLine,
} from "./conversion-summary.ts";

const style = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1a1a1a;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}pre,code{font:13px/1.4 ui-monospace,monospace}
pre{background:#f4f4f1;padding:.6rem;overflow:auto;margin:.3rem 0 1rem}table{border-collapse:collapse;width:100%}
td,th{text-align:left;vertical-align:top;padding:.25rem .5rem;border-bottom:1px solid #ddd}.exact,.default{color:#236b2e}
.approximate,.obsolete{color:#7a5a00}.manual,.unsupported,.unknown,.error{color:#a11}
@media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#16181a}pre{background:#23262a}td,th{border-color:#333}.exact,.default{color:#7c9}.approximate,.obsolete{color:#dc8}.manual,.unsupported,.unknown,.error{color:#f99}}`;

/** The report as one self-contained page: no script, nothing loaded from elsewhere. */
export function renderConversionHtml(result: ConversionResult): string {
  const title = html(titleOf(result));
  const body = [
    `<h1>${title}</h1><p>${html(countsLine(result))}. ${html(verificationLine(result))} ${html(selfCheckLine(result))}</p>`,
    ...sectionsOf(result).map(
      (section) => `<h2>${html(section.title)}</h2>${section.groups.map(renderGroup).join("")}`,
    ),
    `<h2>Findings</h2><ul>${result.diagnostics.map(renderFinding).join("")}</ul>`,
    `<h2>Every directive</h2>${legend()}${table(result)}`,
    ...result.files.map(
      ({ path, content }) => `<h2>${html(path)}</h2><pre>${html(shownText(content ?? "(more than 1 MB)"))}</pre>`,
    ),
    `<h2>Next</h2><ol>${nextSteps(undefined)
      .map((step) => `<li>${html(step)}</li>`)
      .join("")}</ol>`,
  ];
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head>\n<body>\n${body.join("\n")}\n</body></html>\n`;
}

function renderGroup(group: DirectiveGroup): string {
  const text = group.members.map((member) => html(shownText(member.text))).join("\n");
  return `<p><b>${html(placesOf(group.members))}</b> <span class="${group.disposition}">${group.disposition}</span> ${group.code}: ${html(group.note)}</p><pre>${text}</pre>`;
}

function renderFinding(one: ConversionResult["diagnostics"][number]): string {
  const place = one.at ? `${one.at.file}:${one.at.line}:${one.at.column} ` : "";
  return `<li>${html(place)}<b class="${one.severity}">${one.severity}</b> ${one.code} ${html(one.message)}</li>`;
}

function legend(): string {
  const rows = Object.entries(dispositionMeaning).map(
    ([kind, meaning]) => `<b class="${kind}">${kind}</b>: ${html(meaning)}`,
  );
  return `<p>${rows.join(" · ")}</p>`;
}

function table({ directives }: ConversionResult): string {
  const rows = directives.map(({ file, line, text, disposition, note, to }) => {
    const places = to.map((place) => `${place.file}:${place.line}`).join(", ");
    return `<tr><td>${html(file)}:${line}</td><td><code>${html(shownText(text))}</code></td><td class="${disposition}">${disposition}</td><td>${html(note)}</td><td>${html(places)}</td></tr>`;
  });
  return `<table><tr><th>line</th><th>text</th><th>ends as</th><th>why</th><th>to</th></tr>${rows.join("\n")}</table>`;
}

function html(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
