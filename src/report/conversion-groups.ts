import type { DirectiveAccount } from "../check/accounting.ts";
import type { Disposition } from "../diagnostics/disposition.ts";

/** Directives that ended alike for the same reason: said once, with every place. */
export interface DirectiveGroup {
  readonly disposition: Disposition;
  readonly code: string;
  readonly note: string;
  readonly members: readonly DirectiveAccount[];
}

/** Groups of one disposition, in the order of their first line. */
export function groupsOf(directives: readonly DirectiveAccount[], disposition: Disposition): readonly DirectiveGroup[] {
  const groups = new Map<string, DirectiveAccount[]>();
  for (const one of directives) {
    if (one.disposition !== disposition) continue;
    const key = `${one.code} ${one.note}`;
    const members = groups.get(key);
    if (members) members.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()].flatMap((members) => {
    const first = members[0];
    return first ? [{ disposition, code: first.code, note: first.note, members }] : [];
  });
}

/** `etc/mail/sendmail.cf:12-14,20`: the places of a group, runs of lines joined, at most `most` runs. */
export function placesOf(members: readonly DirectiveAccount[], most = 6): string {
  const byFile = new Map<string, number[]>();
  for (const { file, line } of members) {
    const lines = byFile.get(file);
    if (lines) lines.push(line);
    else byFile.set(file, [line]);
  }
  return [...byFile].map(([file, lines]) => `${file}:${runsOf(lines, most)}`).join(" ");
}

function runsOf(lines: readonly number[], most: number): string {
  const runs: [number, number][] = [];
  for (const line of [...lines].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && line <= last[1] + 1) last[1] = line;
    else runs.push([line, line]);
  }
  const shown = runs.slice(0, most).map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
  return shown.join(",") + (runs.length > most ? `, and ${runs.length - most} more places` : "");
}
