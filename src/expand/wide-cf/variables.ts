/** How a variable's value is read. */
export type ValueForm = "word" | "yes-no" | "text" | "domains" | "networks" | "path" | "options";

/**
 * What is known of a variable. `documented`: its meaning was read in a text about CF; `reconstructed`: only its name
 * was, or not even that, and what is done with it is a conclusion that a person should check; `named`: the name was
 * met, its meaning was not.
 */
export interface WideVariable {
  readonly form: ValueForm;
  readonly known: "documented" | "reconstructed" | "named";
  /** Ends the sentence "It rests on ...": the text behind it. */
  readonly restsOn: string;
  /** Set for variables that only steer how CF builds the sendmail.cf: what they were for. */
  readonly buildOnly?: string;
}

const intro = "doc/INTRO of CF-3.7Wpl2";
const standard = "the comments of Standards/smtpcheck-v8.def";
const simple = "the CF simple manual (cfmanu)";
const relaySettings = "a published example of CF-3.7W relay settings";
const articles = "two published def files with remarks";
const memory = "memory of the manual alone: no text about it could be read";
const namesOnly = "the name in published def files; the meaning follows from the policy that they describe";
const manual = "a quotation of the CF manual";

function documented(form: ValueForm, restsOn: string): WideVariable {
  return { form, known: "documented", restsOn };
}

function build(form: ValueForm, restsOn: string, buildOnly: string): WideVariable {
  return { form, known: "documented", restsOn, buildOnly };
}

function reconstructed(form: ValueForm, restsOn: string = memory): WideVariable {
  return { form, known: "reconstructed", restsOn };
}

const named: WideVariable = { form: "text", known: "named", restsOn: memory };

/** The variables of CF 3.7W, as far as texts about it name them. */
const wideVariables: ReadonlyMap<string, WideVariable> = new Map<string, WideVariable>([
  ["MASTERDIR", build("path", standard, "the directory of CF's templates")],
  ["TOOLDIR", build("path", standard, "the directory of CF's tools")],
  ["CF_TYPE", documented("word", intro)],
  ["PROTO", build("path", standard, "the prototype of the sendmail.cf")],
  ["FEATURE", build("path", standard, "the list of parts of the sendmail.cf")],
  ["DEF_ID", build("text", intro, "a comment that names this definition")],
  ["VERSION", build("word", standard, "CF's version, shown in Received:")],
  ["VERSION_SEPARATOR", build("text", standard, "the sign before the site's version in Received:")],
  ["LOCAL_VERSION", build("text", standard, "the site's version, shown in Received:")],
  ["VENDER_CODE", build("word", standard, "the vendor in the V line")],
  ["WITH_OLD_CF", build("yes-no", relaySettings, "how check rules are joined to an older sendmail.cf")],
  ["OS_TYPE", documented("word", simple)],
  ["MX_SENDMAIL", documented("yes-no", simple)],
  ["MY_DOMAIN", documented("word", simple)],
  ["MY_NAME", documented("word", simple)],
  ["OFFICIAL_NAME", documented("word", simple)],
  ["MY_ALIAS", documented("domains", simple)],
  ["USE_cw_FILECLASS", documented("yes-no", standard)],
  ["cw_FILE_PATH", documented("path", standard)],
  ["ACCEPT_OFFICIAL", documented("yes-no", standard)],
  ["ALIAS_REWRITE", documented("yes-no", standard)],
  ["FROM_ADDRESS", documented("word", simple)],
  ["ACCEPT_ADDRS", reconstructed("domains")],
  ["ACCEPT_LOWER", reconstructed("domains")],
  ["REWRITE_GENERIC_FROM", reconstructed("domains")],
  ["REWRITE_GENERIC_TO", reconstructed("domains")],
  ["RECIPIENT_GENERIC", reconstructed("domains")],
  ["USERTABLE_MAPS", documented("text", manual)],
  ["DIRECT_DELIVER_DOMAINS", reconstructed("domains")],
  ["DEFAULT_RELAY", reconstructed("word")],
  ["STATIC_ROUTE_FILE", reconstructed("path")],
  ["LOCAL_MAILER_FLAG_ADD", documented("word", articles)],
  ["COPY_ERRORS_TO", documented("text", articles)],
  ["PRIVACY_FLAGS", documented("options", articles)],
  ["MAIL_RELAY_RESTRICTION", documented("yes-no", relaySettings)],
  ["CHECK_HOST_ALLOW", documented("networks", relaySettings)],
  ["CHECK_HOST_DENY", documented("networks", relaySettings)],
  ["CHECK_RELAY_DEFAULT", documented("word", relaySettings)],
  ["LOCAL_HOST_IPADDR", documented("networks", relaySettings)],
  ["LOCAL_HOST_DOMAIN", documented("domains", relaySettings)],
  ["CLIENT_HOST_IPADDR", reconstructed("networks", namesOnly)],
  ["CLIENT_HOST_DOMAIN", reconstructed("domains", namesOnly)],
  ["ALLOW_RECIPIENT_DOMAIN", reconstructed("domains", namesOnly)],
  ["ALLOW_RELAY_TO", reconstructed("domains", namesOnly)],
  ["ALLOW_RELAY_FROM", reconstructed("domains", namesOnly)],
  ["SPAM_LIST", named],
  ["CLIENT_HOST_CHECK", named],
]);

/** A variable by its name; those of UUCP and of roaming users are known by how their names begin. */
export function wideVariable(name: string): WideVariable | undefined {
  return wideVariables.get(name) ?? (/^(UUCP|ROAM_HOST)_/.test(name) ? named : undefined);
}

/** The name without its case, where a file has it wrong: the shell takes the two for different variables. */
export function nearVariable(name: string): string | undefined {
  const folded = name.toUpperCase();
  return [...wideVariables.keys()].find((known) => known.toUpperCase() === folded && known !== name);
}
