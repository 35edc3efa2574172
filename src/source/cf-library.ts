import { existsSync } from "node:fs";
import { join } from "node:path";

/** Where sendmail's m4 library is installed: Red Hat, Debian, FreeBSD, Solaris, ports and old vendors. */
const usualPlaces: readonly string[] = [
  "usr/share/sendmail-cf",
  "usr/share/sendmail/cf",
  "usr/lib/sendmail-cf",
  "usr/lib/sendmail/cf",
  "usr/local/share/sendmail/cf",
  "usr/local/share/sendmail-cf",
  "usr/local/lib/sendmail-cf",
  "usr/lib/mail",
  "etc/mail/cf",
  "etc/mail/sendmail-cf",
  "usr/src/contrib/sendmail/cf",
];

/** The library below `root`: the directory (`_CF_DIR_` without its final slash) that holds m4/cf.m4. */
export function findCfLibrary(root: string): string | undefined {
  return usualPlaces.map((place) => join(root, place)).find((place) => existsSync(join(place, "m4/cf.m4")));
}
