import type { Change } from "./change.ts";

/**
 * Changes whose path fits a glob: `*` is any text without a slash, `**` any text, `?` one character. A glob without a
 * slash is also held against the parts of a path: `smtpd_*` finds `main.cf/smtpd_banner`.
 */
export function onlyMatching(changes: readonly Change[], glob: string | undefined): readonly Change[] {
  if (glob === undefined) return changes;
  const pattern = globPattern(glob);
  const isBare = !glob.includes("/");
  return changes.filter(
    ({ path }) => pattern.test(path) || (isBare && path.split("/").some((part) => pattern.test(part))),
  );
}

function globPattern(glob: string): RegExp {
  const source = glob.replace(/\*\*|[*?]|[^*?]+/g, (piece) => {
    if (piece === "**") return ".*";
    if (piece === "*") return "[^/]*";
    return piece === "?" ? "[^/]" : piece.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  });
  return new RegExp(`^${source}$`, "s");
}
