import type { MailPolicy } from "../../model/policy.ts";

/** Log-in mechanisms of the old host that Postfix can offer; EXTERNAL and Kerberos 4 it cannot. */
export function offeredMechanisms({ sasl }: MailPolicy): readonly string[] {
  return (sasl.mechanisms?.value ?? []).filter((name) => name !== "EXTERNAL" && name !== "KERBEROS_V4");
}
