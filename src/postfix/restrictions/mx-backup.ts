import { dunno, permit, replyOf, type Verdict } from "./verdict.ts";
import type { RestrictionWorld } from "./world.ts";

/**
 * permit_mx_backup for a recipient that is nobody's own: this host must be one of the MX hosts of the domain, by name or
 * by address, and with permit_mx_backup_networks every address of the best MX hosts must be in these networks
 * (src/smtpd/smtpd_check.c, permit_mx_backup, i_am_mx, permit_mx_primary).
 */
export function mxBackup(recipient: string | undefined, sender: string | undefined, world: RestrictionWorld): Verdict {
  if (!recipient) return dunno;
  const resolution = world.resolve(recipient, sender ?? "");
  const domain = resolution.recipient.slice(resolution.recipient.lastIndexOf("@") + 1);
  if (resolution.error || resolution.isRouted || domain.startsWith("[")) return dunno;
  const answer = world.needs.dns.lookup(domain, "MX");
  if (answer.kind === "failed") {
    const text = `<${recipient}>: Recipient address rejected: Unable to look up mail exchanger information: Host not found, try again`;
    return { kind: "defer-if-reject", reply: replyOf(450, "4.4.4", text) };
  }
  if (answer.kind !== "found") return hasOwnAddress(domain, world) ? permit : dunno;
  const hosts = answer.values.map((value) => {
    const [preference = "0", host = ""] = value.split(/\s+/);
    return { preference: Number(preference), host: host.replace(/\.$/, "") };
  });
  const isMx = hosts.some(({ host }) => world.context.isLocalDomain(host) === true || hasOwnAddress(host, world));
  if (!isMx) return dunno;
  const best = Math.min(...hosts.map(({ preference }) => preference));
  const primaries = hosts.filter(({ preference }) => preference === best);
  return primaries.every(({ host }) => isBackupNetwork(host, world)) ? permit : dunno;
}

function addressesOf(host: string, { needs }: RestrictionWorld): readonly string[] {
  return (["A", "AAAA"] as const).flatMap((type) => {
    const answer = needs.dns.lookup(host, type);
    return answer.kind === "found" ? answer.values : [];
  });
}

function hasOwnAddress(host: string, world: RestrictionWorld): boolean {
  const literal = (address: string): string => (address.includes(":") ? `[IPv6:${address}]` : `[${address}]`);
  return addressesOf(host, world).some((address) => world.context.isLocalDomain(literal(address)) === true);
}

function isBackupNetwork(host: string, world: RestrictionWorld): boolean {
  if (world.settings.text("permit_mx_backup_networks").trim() === "") return true;
  const networks = world.resolver.environment.matchList(world.settings, "permit_mx_backup_networks");
  const addresses = addressesOf(host, world);
  return addresses.length > 0 && addresses.every((address) => networks.matchesClient("unknown", address) === "yes");
}
