import type { Settings } from "../postfix/read/settings.ts";
import type { DecideNeeds, Session } from "../postfix/restrictions/session.ts";
import type { Answers } from "../sendmail/answers.ts";

/**
 * What policy services and address verification answer, from an `--answers` file. A policy service is named as in
 * check_policy_service (`inet:127.0.0.1:10023: {a@b.example: REJECT no, "*": DUNNO}`); its keys are tried in the order
 * recipient, sender, client address, client name, `*`; null: it cannot be asked, and smtpd_policy_service_default_action
 * answers. `verify: {address: deliverable | undeliverable | unknown}` stands for verify(8); a reason may
 * follow the word.
 */
export function answeredNeeds(answers: Answers, settings: Settings): Pick<DecideNeeds, "policy" | "verify"> {
  return {
    policy: (service, session) => {
      const rows = answers.get(serviceName(service));
      if (!rows) return undefined;
      const key = policyKeys(session).find((each) => rows.has(each));
      const action = key === undefined ? undefined : rows.get(key);
      return action === null ? settings.text("smtpd_policy_service_default_action") : action;
    },
    verify: (address) => {
      const rows = answers.get("verify");
      const said = rows?.get(address) ?? rows?.get(address.toLowerCase()) ?? rows?.get("*") ?? "";
      const [state = "", ...words] = said.split(" ");
      if (state !== "deliverable" && state !== "undeliverable" && state !== "unknown") return undefined;
      return { state, reason: words.join(" ") || (state === "unknown" ? "Address verification in progress" : "") };
    },
  };
}

/** `{ inet:host:port, timeout=10s }` is named by its first word. */
function serviceName(word: string): string {
  return word.replace(/^\{\s*/, "").split(/[\s,}]/, 1)[0] ?? word;
}

function policyKeys({ recipient, sender, client }: Session): readonly string[] {
  return [recipient ?? "", sender ?? "", client.address, client.name, "*"].filter((key) => key !== "");
}

/** Policy services that main.cf or master.cf names and nobody answers for. */
export function unansweredServices(values: Iterable<string>, answers: Answers): readonly string[] {
  const named = [...values].flatMap((value) =>
    [...value.matchAll(/check_policy_service[\s,]+(\{[^}]*\}|[^\s,]+)/g)].map((match) => serviceName(match[1] ?? "")),
  );
  return [...new Set(named)].filter((name) => !answers.has(name));
}
