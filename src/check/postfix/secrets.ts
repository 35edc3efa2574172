import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { type CheckedPostfix, namesSet, placeOfWord, placesOf, type SettingPlace } from "./subject.ts";
import { namedTables } from "./tables.ts";

const keyParameter = /^\w+_tls_(?:\w*key_file|chain_files)$/;
const databaseTypes = /^(?:proxy:)*(?:ldap|mysql|pgsql|mongodb):(\/.*)$/;

/** Files with passwords or keys that everybody on the host may read. */
export function checkSecrets(subject: CheckedPostfix): readonly Diagnostic[] {
  const named = namedTables(subject);
  const passwords = named.flatMap(({ reference, place }) => {
    const database = databaseTypes.exec(reference)?.[1];
    if (database !== undefined) return [{ path: database, place, word: reference }];
    if (!/_sasl_password_maps$/.test(place.parameter)) return [];
    const path = reference.slice(reference.lastIndexOf(":") + 1);
    return [path, `${path}.db`, `${path}.lmdb`, `${path}.cdb`].map((each) => ({ path: each, place, word: reference }));
  });
  const keys = namesSet(subject)
    .filter((name) => keyParameter.test(name))
    .flatMap((name) => placesOf(subject, name))
    .flatMap((place) => place.settings.words(place.parameter).map((word) => ({ path: word, place, word })));
  return [...passwords, ...keys].flatMap((secret) => readable(subject, secret)).concat(inMainCf(subject));
}

function readable(
  subject: CheckedPostfix,
  { path, place, word }: { readonly path: string; readonly place: SettingPlace; readonly word: string },
): readonly Diagnostic[] {
  if (place.at === undefined || !path.startsWith("/")) return [];
  const mode = subject.directory.files.mode?.(path);
  if (mode === undefined || (mode & 0o004) === 0) return [];
  return [
    diagnose("PF4072", placeOfWord(subject, place, word), `${path} holds a secret, and everybody may read it`, {
      suggestions: [{ kind: "help", text: `chmod 600 ${path}` }],
    }),
  ];
}

/** main.cf is readable by everybody (postconf(1) is for all), and so is what is written in it. */
function inMainCf(subject: CheckedPostfix): readonly Diagnostic[] {
  return namesSet(subject).flatMap((parameter) =>
    placesOf(subject, parameter).flatMap(({ at, settings }) => {
      if (at === undefined) return [];
      const value = settings.text(parameter);
      const isPassword = /_(?:bind_pw|password)$/.test(parameter) && value !== "" && !value.includes("$");
      const isTable = /_sasl_password_maps$/.test(parameter) && /(?:inline|static):./.test(value);
      return isPassword || isTable
        ? [diagnose("PF4072", at, `${parameter} holds a secret, and main.cf may be read by everybody`)]
        : [];
    }),
  );
}
