/** search: SEARCH, with the result options of ESEARCH (RFC 4731) */
import { isKnownCharset } from "../../mime/decode.ts";
import { readSearch, type Search } from "../protocol/search-keys.ts";
import { printNumbers } from "../protocol/sequence-set.ts";
import { type Candidate, matches, type SearchScope } from "../search-match.ts";
import { readSelected, type Selected } from "../selected.ts";
import { type ImapCommand, inMailbox, no, ok, selectedOf, tell } from "../session.ts";

export const search: ImapCommand = {
  states: inMailbox,
  uid: true,
  read: (cursor, byUid) => {
    const asked = readSearch(cursor);
    return async (session, tag) => {
      const selected = selectedOf(session);
      if (!isKnownCharset(asked.charset)) return no("Unknown charset.", "BADCHARSET (US-ASCII UTF-8)");
      const found = await find(selected, asked, byUid);
      await tell(session, asked.returning ? extended(found, asked.returning, byUid, tag) : plain(found));
      return ok("Search completed.", { update: byUid ? "all" : "no-expunge" });
    };
  },
};

async function find(selected: Selected, asked: Search, byUid: boolean): Promise<readonly number[]> {
  const { uids, entries, recent } = selected;
  const scope: SearchScope = { charset: asked.charset, largestNumber: uids.length, largestUid: uids.at(-1) ?? 0 };
  const found: number[] = [];
  for (const [at, uid] of uids.entries()) {
    const entry = entries.get(uid);
    if (!entry) continue;
    const read: Candidate["read"] = () => readSelected(selected, uid);
    const candidate = { number: at + 1, entry, recent: recent.has(uid), read };
    if (await matches(asked.key, candidate, scope)) found.push(byUid ? uid : at + 1);
  }
  return found;
}

function plain(found: readonly number[]): string {
  return ["* SEARCH", ...found].join(" ");
}

function extended(found: readonly number[], returning: readonly string[], byUid: boolean, tag: string): string {
  const parts = [`* ESEARCH (TAG "${tag}")`, ...(byUid ? ["UID"] : [])];
  for (const option of returning) {
    if (option === "COUNT") parts.push(`COUNT ${found.length}`);
    else if (found.length === 0) continue;
    else if (option === "MIN") parts.push(`MIN ${found[0]}`);
    else if (option === "MAX") parts.push(`MAX ${found.at(-1)}`);
    else parts.push(`ALL ${printNumbers(found)}`);
  }
  return parts.join(" ");
}
