import { decidingPlace } from "../check/postfix/deciding-place.ts";
import { checkPostfix } from "../check/postfix/index.ts";
import { materialOf } from "../check/postfix/material.ts";
import type { CheckedPostfix } from "../check/postfix/subject.ts";
import { namedTables } from "../check/postfix/tables.ts";
import { postfixSide } from "../check/postfix-side.ts";
import { openSite } from "../source/site.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { CheckedTarget } from "./checked-target.ts";
import { type LoadedPostfix, loadPostfix, type PostfixFlags } from "./postfix.ts";

type Opened =
  | { readonly ok: true; readonly target: CheckedTarget }
  | { readonly ok: false; readonly path: string; readonly reason: string };

/** A Postfix directory, its static checks done. */
export function openPostfixTarget(path: string, flags: PostfixFlags): Opened {
  const loaded = loadPostfix(path, flags);
  if (!loaded.ok) return loaded;
  const subject = subjectOf(loaded);
  const inside = openSite(loaded.located.directory);
  const outside = openSite(loaded.located.root);
  const { mainFile } = loaded.located;
  return {
    ok: true,
    target: {
      diagnostics: checkPostfix(subject),
      files: ignorable(subject),
      limits: loaded.remarks,
      side: async ({ dns, users }) => {
        if (dns === undefined && (users ?? []).length === 0) return postfixSide(loaded.resolver, loaded.decider);
        const again = loadPostfix(path, { ...flags, ...(dns === undefined ? {} : { dns }), users: users ?? [] });
        return again.ok ? postfixSide(again.resolver, again.decider) : postfixSide(loaded.resolver, loaded.decider);
      },
      placeOf: (difference) => decidingPlace(subject, difference),
      material: () => materialOf(subject),
      located: (file) => {
        if (mainFile !== undefined && file === path) return mainFile;
        return inside.exists(file) ? inside.located(file) : outside.located(file);
      },
    },
  };
}

function subjectOf(loaded: LoadedPostfix): CheckedPostfix {
  return {
    directory: loaded.config,
    resolver: loaded.resolver,
    decider: loaded.decider,
    knowsHost: !loaded.located.readsThisMachine,
  };
}

/** Files in which an ignore may be written: the two files and the tables that have a text, up to a size. */
function ignorable(subject: CheckedPostfix): readonly SourceFile[] {
  const paths = namedTables(subject).map(({ reference }) => reference.slice(reference.lastIndexOf(":") + 1));
  const files = ["/etc/postfix/main.cf", "/etc/postfix/master.cf", ...paths];
  return [...new Set(files)].flatMap((path) => {
    if (!path.startsWith("/")) return [];
    const read = subject.directory.files.read(path);
    return read.ok && read.file.text.length < TABLE_LIMIT ? [read.file] : [];
  });
}

/** A table above this size is not looked through for ignores. */
const TABLE_LIMIT = 4 * 1024 * 1024;
