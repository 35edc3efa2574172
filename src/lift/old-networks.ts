import type { Claim } from "../diagnostics/disposition.ts";
import type { Directive } from "../syntax/sendmail-cf/ast.ts";
import type { LiftContext, Lifted } from "./context.ts";

/** Relays and names of networks that are gone (cf/README, "UUCP MAILER", "BITNET_RELAY", "DECNET_RELAY"). */
const goneMacros: Readonly<Record<string, string>> = {
  B: "It named the relay to BITNET, a network that is gone.",
  C: "It named the relay to CSNET or DECnet, networks that are gone.",
  U: "It was this host's name in UUCP.",
  k: "It was this host's name in UUCP.",
  V: "It named a relay for UUCP hosts.",
  W: "It named a relay for UUCP hosts.",
  X: "It named a relay for UUCP hosts.",
  Y: "It named the relay to UUCP.",
};

const goneClasses: Readonly<Record<string, string>> = {
  I: "Names of networks that are gone.",
  U: "This host's names in UUCP.",
  V: "Hosts that a UUCP relay reaches.",
  W: "Hosts that a UUCP relay reaches.",
  X: "Hosts that a UUCP relay reaches.",
  Y: "UUCP hosts that this host speaks to.",
  Z: "UUCP hosts that this host speaks to.",
  k: "This host's names in UUCP.",
};

/** Names with a meaning of their own, which other features look at (cf/README, op.me). */
const meaningfulMacros = new Set(["S", "H", "L", "M", "MTAHost"]);
const meaningfulClasses = new Set([
  ..."RGNELM",
  "VirtHost",
  "LDAPRoute",
  "LDAPRouteEquiv",
  "TrustAuthMech",
  "Canonify",
]);

const forRules = "A name that only rules use; what becomes of them is said at their lines.";

/** Names that stand for networks without mail today, and names that stand for nothing by themselves. */
export function liftOldNetworks({ config }: LiftContext): Lifted<undefined> {
  const meaningful = config.maps.has("bestmx") ? new Set([...meaningfulClasses, "B"]) : meaningfulClasses;
  return {
    value: undefined,
    claims: config.directives.flatMap((line) => claimsOf(line, meaningful)),
    diagnostics: [],
  };
}

function claimsOf(line: Directive, meaningful: ReadonlySet<string>): readonly Claim[] {
  const at = line.span;
  if (line.kind === "macro" && line.value.text.trim() !== "") {
    const gone = goneMacros[line.name];
    if (gone !== undefined) return [{ at, disposition: "obsolete", code: "LI2111", note: gone }];
    if (line.name === "w")
      return [{ at, disposition: "default", code: "LI2111", note: "The short name of this host." }];
    return siteName(line.name, meaningfulMacros)
      ? [{ at, disposition: "default", code: "LI2111", note: forRules }]
      : [];
  }
  if (line.kind !== "class" && line.kind !== "class-file") return [];
  const note = goneClasses[line.name];
  if (note !== undefined) return [{ at, disposition: "obsolete", code: "LI2111", note }];
  return siteName(line.name, meaningful) ? [{ at, disposition: "default", code: "LI2111", note: forRules }] : [];
}

/** Names of the site's own begin in upper case; lower case is the program's (op.me, "D -- Define Macro"). */
function siteName(name: string, meaningful: ReadonlySet<string>): boolean {
  return !meaningful.has(name) && (/^[A-Z]/.test(name) || name === "src");
}
