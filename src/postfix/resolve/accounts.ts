import type { PostfixFiles } from "../read/files.ts";
import { accountsOf } from "../tables/open.ts";
import type { Outside } from "./environment.ts";

/** A user of the host, as local(8) needs it. */
export interface Account {
  readonly name: string;
  readonly home: string;
  readonly shell: string;
}

/** Looks a user up as getpwnam(3) does. */
export function accountLookup(files: PostfixFiles, outside: Outside): (name: string) => Account | undefined {
  const ask = outside.accounts ?? accountsOf(files);
  return (name) => {
    const fields = ask("passwd", name)?.split(":");
    return fields && { name: fields[0] ?? name, home: fields[5] ?? "/", shell: fields[6] ?? "" };
  };
}
