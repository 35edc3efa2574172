import type { Site } from "../../source/site.ts";
import { filesIn } from "./file-catalogue.ts";
import type { SurroundingPart } from "./part.ts";
import { partBuilder } from "./part.ts";

const built = /\.(db|pag|dir|cdb|lmdb)$/;

/**
 * Files of etc/mail that nothing has spoken of: `spoken` are the files that were read or accounted for, `text` is the
 * configuration, which may name files that need not be read (certificates, built tables).
 */
export function leftOverFiles(site: Site, spoken: ReadonlySet<string>, text: string): SurroundingPart {
  const part = partBuilder(site);
  for (const path of filesIn(site, "etc/mail")) {
    if (spoken.has(path)) continue;
    if (built.test(path) && spoken.has(path.replace(built, ""))) {
      part.file(path, "obsolete", `It was built from ${path.replace(built, "")}, which is carried over.`);
    } else if (text.includes(`/${path}`)) {
      part.file(path, "default", "The configuration names it by its path, and so does the new one.");
    } else part.file(path, "obsolete", "Nothing in the configuration names it.");
  }
  return part;
}
