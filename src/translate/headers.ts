import type { Claim, Disposition } from "../diagnostics/disposition.ts";
import type { Fact } from "../model/fact.ts";
import type { HeaderPolicy } from "../model/headers.ts";
import type { LookupTable } from "../postfix/config.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { claimsFor } from "./shared/setting.ts";

const headerCodes = {
  exact: "TR3190",
  default: "TR3191",
  approximate: "TR3192",
  manual: "TR3193",
  unsupported: "TR3194",
} as const;

const MOST_ADDED = 3;

/** Headers that the old host adds or looks at. */
export function translateHeaders({ policy }: TranslateContext): Partial<Translated> {
  const fixed = policy.headers.filter((fact) => fact.value.kind === "fixed").slice(0, MOST_ADDED);
  const table = fixed.length > 0 ? addedHeaders(fixed, policy.identity.hostName.value) : undefined;
  const origins = fixed.flatMap((fact) => fact.origins);
  return {
    tables: table ? [table] : [],
    words: table
      ? [
          {
            parameter: "header_checks",
            rank: 500,
            word: `regexp:$config_directory/${table.name}`,
            origins,
            group: "headers",
          },
        ]
      : [],
    claims: policy.headers.flatMap((fact) => headerClaims(fact, fixed.includes(fact))),
  };
}

/**
 * cleanup(8) adds nothing by itself, but PREPEND puts a header before one that every message has exactly once: the
 * Received: line of this host (header_checks(5)).
 */
function addedHeaders(headers: readonly Fact<HeaderPolicy>[], hostName: string): LookupTable {
  const name = hostName.replace(/[.^$*+?()[\]{}|\\/]/g, "\\$&");
  return {
    name: "added_headers",
    type: "regexp",
    format: "postmap",
    mode: 0o644,
    origins: headers.flatMap((fact) => fact.origins),
    comment: ["Headers that the old host added to every message, put before this host's own Received: line."],
    *rows() {
      for (const [index, { value }] of headers.entries()) {
        yield { key: anchors(name)[index] ?? "", value: `PREPEND ${value.name}: ${value.text}` };
      }
    },
  };
}

/** One line gets one PREPEND (header_checks(5): the first match ends the search), so each header needs its own. */
function anchors(hostPattern: string): readonly string[] {
  return [`/^Received: .*by ${hostPattern} \\(/`, "/^From:/", "/^Date:/"];
}

const stories: Readonly<Record<HeaderPolicy["kind"], readonly [Disposition, string]>> = {
  stock: ["default", "Postfix makes this header itself, in a form of its own."],
  never: ["default", "No delivery agent asks for this header, so it was never added."],
  placeholder: ["default", "The line only says where the header stands; Postfix keeps headers in their order."],
  fixed: ["approximate", "The header is put before this host's Received: line, also where a message has one already."],
  computed: ["unsupported", "Postfix cannot make a header from parts of the message or the session; a milter can."],
  checked: ["manual", "Rules look at this header: write what they refuse into header_checks."],
};

function headerClaims({ value, origins }: Fact<HeaderPolicy>, added: boolean): readonly Claim[] {
  const [disposition, note] = stories[value.kind === "fixed" && !added ? "computed" : value.kind];
  if (value.kind === "fixed" && value.agents.length > 0) {
    const only = `${note} The old host added it for ${value.agents.join(", ")} only.`;
    return claimsFor(origins, disposition, headerCodes, only);
  }
  return claimsFor(origins, disposition, headerCodes, note);
}
