/** dns: what restrictions are told of names: every name with a dot exists under its own name (design of --dns) */
import type { Dns } from "../../postfix/restrictions/session.ts";

/** Documentation address (RFC 5737): nobody is reached by it. */
const SOMEWHERE = "192.0.2.1";

export const assumedDns: Dns = {
  lookup(name, type) {
    if (!name.includes(".") || /\.(?:arpa|invalid)\.?$/i.test(name)) return { kind: "none" };
    if (type === "A") return { kind: "found", values: [SOMEWHERE] };
    return type === "MX" ? { kind: "found", values: [`10 ${name}`] } : { kind: "none" };
  },
};
