import type { PostfixEnvironment } from "./environment.ts";
import { findAddress, usualKeys } from "./find-address.ts";
import { type Leaf, noteInto, type Resolution, type Step } from "./resolution.ts";

/** The leaf of a resolution whose transport is not local(8). */
export function transportLeaf(resolution: Resolution, environment: PostfixEnvironment, steps?: Step[]): Leaf {
  const { recipient: address, nexthop, transport } = resolution;
  if (resolution.error === "failed") {
    return { kind: "defer", code: 451, enhanced: "4.3.0", text: "address resolver failure" };
  }
  if (resolution.error === "syntax") {
    return { kind: "reject", code: 550, enhanced: "5.1.3", text: "bad address syntax" };
  }
  const command = serviceCommand(environment, transport);
  switch (command) {
    case "smtp":
    case "lmtp":
      return { kind: command, service: transport, nexthop, address };
    case "virtual":
      return virtualLeaf(resolution, environment, steps);
    case "discard":
      return { kind: "discard", address };
    case "error":
      return errorLeaf(transport, nexthop);
    case undefined:
      return { kind: "defer", code: 451, enhanced: "4.3.0", text: `mail transport ${transport} unavailable` };
    default:
      return { kind: "pipe", service: transport, nexthop, address };
  }
}

/** The program that a transport's service runs. */
export function serviceCommand(environment: PostfixEnvironment, transport: string): string | undefined {
  return environment.service(transport, "unix")?.command;
}

/** virtual(8) delivers to whom virtual_mailbox_maps names. */
function virtualLeaf(resolution: Resolution, environment: PostfixEnvironment, steps?: Step[]): Leaf {
  const settings = environment.settingsFor(resolution.transport, "unix");
  const maps = environment.maps(settings, "virtual_mailbox_maps", { substitution: false });
  const { answer } = findAddress(
    maps,
    resolution.recipient,
    environment.context(settings),
    usualKeys,
    noteInto(steps, "mailbox"),
  );
  if (answer.kind === "failed") return { kind: "defer", code: 451, enhanced: "4.3.5", text: "table lookup failure" };
  if (answer.kind === "found") return { kind: "virtual", address: resolution.recipient };
  return { kind: "reject", code: 550, enhanced: "5.1.1", text: `unknown user: "${resolution.recipient}"` };
}

/** error(8): the next hop is the text, with an enhanced status code in front where there is one. */
function errorLeaf(transport: string, nexthop: string): Leaf {
  const parts = /^([245]\.\d{1,3}\.\d{1,3})\s+(.*)$/s.exec(nexthop);
  const isTemporary = parts ? parts[1]?.startsWith("4") : transport === "retry";
  return {
    kind: isTemporary ? "defer" : "reject",
    code: isTemporary ? 451 : 550,
    enhanced: parts?.[1] ?? (isTemporary ? "4.0.0" : "5.0.0"),
    text: parts?.[2] ?? nexthop,
  };
}
