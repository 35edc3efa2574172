import type { SaslValues } from "../model/sasl.ts";
import type { Section } from "../model/section.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { liftOptions, optionsOf, originsOf, setLeaf } from "./shared/option-catalogue.ts";
import { readNonEmpty, readNumber, readWords } from "./shared/option-value.ts";

const { leaf, group } = optionsOf<SaslValues>();

/** readcf.c, O_SASLOPTS: one letter a word. */
const authLetters = {
  A: "identityOnlyWhenLoggedIn",
  a: "noActiveAttacks",
  c: "passCredentials",
  d: "noDictionaryAttacks",
  f: "forwardSecrecy",
  m: "mutual",
  p: "noPlainTextWithoutTls",
  y: "noAnonymous",
} as const;

type AuthLetter = keyof typeof authLetters;

function isAuthLetter(letter: string): letter is AuthLetter {
  return letter in authLetters;
}

/** Options of SMTP AUTH (op.me, "SMTP AUTHENTICATION"). */
export const saslOptions = [
  leaf("AuthMechanisms", "mechanisms", (text) => readWords(text).map((word) => word.toUpperCase())),
  group("AuthOptions", Object.values(authLetters), (section, symbol) => {
    const origins = originsOf(symbol);
    const words = readWords(symbol.value);
    for (const word of words) {
      const letter = word.charAt(0);
      if (!isAuthLetter(letter)) return false;
      setLeaf(section, authLetters[letter], { value: true, origins, certainty: "stated" });
    }
    return words.length > 0;
  }),
  leaf("AuthRealm", "realm", readNonEmpty),
  leaf("AuthMaxBits", "securityLayerBits", readNumber),
  leaf("DefaultAuthInfo", "ownLoginFile", readNonEmpty),
];

/** Log-in as the site has it. */
export function liftSasl(context: LiftContext): Lifted<Section<SaslValues>> {
  return liftOptions(context, saslOptions);
}
