import type { Leaf as PostfixLeaf } from "../postfix/resolve/resolution.ts";
import type { Leaf } from "./leaf.ts";

/** A leaf of the Postfix resolver in the words that both programs are held to. Deferrals are `reject` with a 4xx code. */
export function leafOfPostfix(leaf: PostfixLeaf): Leaf {
  switch (leaf.kind) {
    case "local":
      return { kind: "local", user: leaf.user };
    case "virtual":
      return { kind: "virtual", address: leaf.address };
    case "smtp":
    case "lmtp":
      return { kind: leaf.kind, nexthop: leaf.nexthop, address: leaf.address };
    case "pipe":
      return { kind: "pipe", name: leaf.service, address: leaf.address };
    case "discard":
      return { kind: "pipe", name: "discard", address: leaf.address };
    case "command":
      return { kind: "command", text: leaf.text };
    case "file":
      return { kind: "file", path: leaf.path };
    case "reject":
    case "defer":
      return { kind: "reject", code: `${leaf.code} ${leaf.enhanced}` };
  }
}
