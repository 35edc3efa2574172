import type { Site } from "../../source/site.ts";
import type { SurroundingPart } from "./part.ts";
import { partBuilder, saidLines } from "./part.ts";

/**
 * nsswitch.conf and sendmail's own service.switch: where hosts, aliases and users are looked up (op.me, "ServiceSwitchFile").
 */
export function nameServices(site: Site): SurroundingPart {
  const part = partBuilder(site);
  for (const path of ["/etc/nsswitch.conf", "/etc/netsvc.conf", "/etc/mail/service.switch", "/etc/service.switch"]) {
    const isOwn = path.endsWith("service.switch");
    for (const line of saidLines(site, path)) {
      const [name = "", ...sources] = line.text
        .replace("=", " ")
        .replace(":", " ")
        .trim()
        .split(/[\s,]+/);
      const elsewhere = sources.filter((word) => /^(nis|nisplus|nis\+|ldap|sss|winbind|hesiod)$/.test(word));
      switch (name.toLowerCase()) {
        case "aliases":
          if (elsewhere.length > 0) {
            part.line(
              path,
              line,
              "manual",
              `Aliases come from ${elsewhere.join(", ")}, too: add such a table to alias_maps.`,
            );
          } else part.line(path, line, "default", "Aliases come from files.");
          break;
        case "hosts":
        case "ipnodes":
          if (sources.includes("dns")) {
            part.line(path, line, "default", "Postfix asks the domain name system for mail exchangers.");
          } else {
            part.line(
              path,
              line,
              "manual",
              "Hosts are not looked up in the domain name system: set smtp_dns_support_level = disabled and smtp_host_lookup = native.",
            );
          }
          break;
        case "passwd":
          part.line(path, line, "default", "Postfix asks the system for users, wherever they come from.");
          break;
        default:
          part.line(path, line, "default", isOwn ? "Only sendmail looks at it." : "Nothing of mail depends on it.");
      }
    }
  }
  return part;
}
