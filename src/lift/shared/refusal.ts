import type { Refusal } from "../../model/refusal.ts";

/** Words that stand for an exit status in `error:WORD` (cf/README, "error mailer"; useful.h and deliver.c, smtptodsn). */
const statusByWord: Readonly<Record<string, string>> = {
  usage: "5.5.4",
  nouser: "5.1.1",
  nohost: "5.1.2",
  unavailable: "5.3.0",
  software: "5.3.0",
  tempfail: "4.3.0",
  protocol: "5.5.0",
  config: "5.3.5",
};

const enhancedStatus = /^[245]\.\d{1,3}\.\d{1,3}$/;

/**
 * What `$#error $@ STATUS $: TEXT` answers (parseaddr.c, buildaddr): the reply code from the text, 553 when it has
 * none; the enhanced status from the status word, else from the text, else from the code. Quotes around the text go.
 */
export function refusalOf(statusWord: string | undefined, givenText: string): Refusal {
  const text = givenText.trim().replace(/^"([^"]*)"$/, "$1");
  const coded = /^([245]\d\d)(?:[ -]\s*(.*))?$/s.exec(text);
  const code = coded?.[1] ?? "553";
  const afterCode = (coded ? (coded[2] ?? "") : text).trim();
  const enhanced = /^([245]\.\d{1,3}\.\d{1,3})\s+(.*)$/s.exec(afterCode);
  const word = statusWord?.toLowerCase();
  const given = word !== undefined && enhancedStatus.test(word) ? word : statusByWord[word ?? ""];
  const kind = code.startsWith("4") ? "4" : "5";
  const status = given ?? enhanced?.[1] ?? (code === "550" ? "5.0.0" : `${kind}.3.0`);
  return {
    temporary: kind === "4",
    code: code.startsWith("2") ? "550" : code,
    // A status of the other class than the code would be refused by every client: the code decides.
    status: `${kind}${status.slice(1)}`,
    text: (enhanced?.[2] ?? afterCode) || "Refused",
  };
}

/**
 * The text after `error:` in a routing or virtual-user value: `D.S.N:text`, `word:text`, `word text` or `text`. In
 * quotes the whole value is one token and no error at all: callers ask for the bare form.
 */
export function refusalOfErrorValue(afterError: string): Refusal {
  const rest = afterError.trim();
  const status = /^([245]\.\d{1,3}\.\d{1,3})\s*:\s*(.*)$/s.exec(rest);
  if (status) return refusalOf(status[1], status[2] ?? "");
  const word = /^([A-Za-z]+)\s*[:\s]\s*(.*)$/s.exec(rest);
  if (word && word[1] !== undefined && word[1].toLowerCase() in statusByWord) return refusalOf(word[1], word[2] ?? "");
  return refusalOf(undefined, rest);
}
