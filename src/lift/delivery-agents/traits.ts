import type { AgentTrait } from "../../model/agents.ts";

/** What a flag of F= stands for (op.me, "M -- Define Mailer"). `!`: the flag takes the trait away. */
const flagTraits: readonly (readonly [string, AgentTrait])[] = [
  ["m", "many-recipients"],
  ["u", "keeps-user-case"],
  ["h", "keeps-host-case"],
  ["U", "remote-from-line"],
  ["P", "return-path"],
  ["E", "escapes-from"],
  ["b", "blank-line-at-end"],
  ["X", "dot-stuffing"],
  ["l", "final-delivery"],
  ["s", "strips-quotes"],
  ["f", "sender-by-f"],
  ["r", "sender-by-r"],
  ["A", "looks-up-aliases"],
  ["w", "user-must-exist"],
  ["o", "runs-as-recipient"],
  ["S", "keeps-privileges"],
  ["e", "expensive"],
  ["%", "on-request-only"],
  ["a", "extended-smtp"],
  ["2", "plain-smtp-only"],
  ["8", "eight-bit"],
  ["7", "seven-bit"],
  ["0", "no-exchanger-lookup"],
  ["k", "no-loop-check"],
  ["R", "privileged-port"],
  ["C", "adds-sender-domain"],
  ["c", "strips-comments"],
  ["1", "strips-nul"],
  ["g", "mailer-daemon-as-null-sender"],
  ["W", "forced-blank-host-status"],
];

export function agentTraits(flags: ReadonlySet<string>): ReadonlySet<AgentTrait> {
  const traits = new Set<AgentTrait>();
  for (const [flag, trait] of flagTraits) if (flags.has(flag)) traits.add(trait);
  // The line `From sender date` is there unless F=n takes it away.
  if (!flags.has("n")) traits.add("from-line");
  return traits;
}

/**
 * Flags that are settled elsewhere or do nothing that could be seen: headers ask for D F M x by themselves, `:` `|` `/`
 * `@` `5` belong to aliases and local delivery, z is the protocol; d L ! only shape what Postfix never writes;
 * q I Z K N H and + - change no mail (op.me, "M -- Define Mailer").
 */
const settled = new Set([..."DFMx:|/@5zdL!qIZKNH+-n"]);

/** The other flags that were set: an administrator has to hear of them. */
export function otherFlags(flags: ReadonlySet<string>): readonly string[] {
  const traits = new Set(flagTraits.map(([flag]) => flag));
  return [...flags].filter((flag) => !traits.has(flag) && !settled.has(flag));
}
