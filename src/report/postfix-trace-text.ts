import type { PostfixAddressTrace, PostfixTraceStep } from "../pipeline/postfix-trace.ts";

/** A trace of a Postfix directory for people: the answer first, then every lookup, change and decision. */
export function renderPostfixTraceText(trace: PostfixAddressTrace): string {
  const lines = [`${trace.address} (${trace.as})`];
  if (trace.rewritten !== undefined) lines.push(`  becomes   ${trace.rewritten}`);
  for (const { recipient, class: class_, transport, nexthop } of trace.recipients) {
    lines.push(`  recipient ${recipient} (${class_}) by ${transport}:${nexthop}`);
  }
  for (const leaf of trace.leaves) lines.push(`  leaf      ${leaf.leaf}${detail(leaf)}`);
  const { error } = trace;
  if (error && trace.recipients.length === 0) lines.push(`  error     ${error.code} ${error.enhanced} ${error.text}`);
  if (trace.steps && trace.steps.length > 0) lines.push("", ...trace.steps.map((step) => `  ${stepText(step)}`));
  return `${lines.join("\n")}\n`;
}

function detail(leaf: PostfixAddressTrace["leaves"][number]): string {
  if (leaf.kind === "reject") return ` ${leaf.text}`;
  return leaf.kind === "local" ? ` (${leaf.mailbox} ${leaf.to})` : "";
}

function stepText(step: PostfixTraceStep): string {
  const stage = step.stage.padEnd(10);
  if (step.step === "changed") return `${stage}${step.before} -> ${step.after.join(", ") || "(nothing)"}`;
  if (step.step === "decided") return `${stage}${step.text}`;
  const answer = step.failed !== undefined ? `failed: ${step.failed}` : step.value === null ? "no entry" : step.value;
  return `${stage}${step.parameter} ${step.table} (${step.key}): ${answer}`;
}
