/** Where a message ends for one recipient, in words that both programs can be held to. */
export type Leaf =
  | { readonly kind: "local"; readonly user: string }
  | { readonly kind: "virtual"; readonly address: string }
  | { readonly kind: "smtp" | "lmtp"; readonly nexthop: string; readonly address: string }
  | { readonly kind: "pipe"; readonly name: string; readonly address: string }
  | { readonly kind: "command"; readonly text: string }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "reject"; readonly code: string };

/** `smtp [hub.example] user@dept.example`: a leaf as expectations write it (design.md section 4). */
export function leafText(leaf: Leaf): string {
  switch (leaf.kind) {
    case "local":
      return `local ${leaf.user}`;
    case "virtual":
      return `virtual ${leaf.address}`;
    case "smtp":
    case "lmtp":
      return `${leaf.kind} ${leaf.nexthop} ${leaf.address}`;
    case "pipe":
      return `pipe ${leaf.name} ${leaf.address}`;
    case "command":
      return `command ${leaf.text}`;
    case "file":
      return `file ${leaf.path}`;
    case "reject":
      return `reject ${leaf.code}`;
  }
}

/** Reads a leaf as expectations write it; undefined when it has no such form. */
export function parseLeaf(text: string): Leaf | undefined {
  const [kind = "", ...words] = text.trim().split(/\s+/);
  const rest = text.trim().slice(kind.length).trim();
  const [first, second] = words;
  if (first === undefined) return undefined;
  switch (kind) {
    case "local":
      return words.length === 1 ? { kind, user: first } : undefined;
    case "virtual":
      return words.length === 1 ? { kind, address: first } : undefined;
    case "smtp":
    case "lmtp":
      return second !== undefined && words.length === 2 ? { kind, nexthop: first, address: second } : undefined;
    case "pipe":
      return second !== undefined && words.length === 2 ? { kind, name: first, address: second } : undefined;
    case "command":
      return { kind, text: rest };
    case "file":
      return { kind, path: rest };
    case "reject":
      return /^[45]\d\d( [245]\.\d{1,3}\.\d{1,3})?$/.test(rest) ? { kind, code: rest } : undefined;
    default:
      return undefined;
  }
}

/** Leaves compared as sets: every wanted one is there, and nothing else. */
export function sameLeaves(wanted: readonly Leaf[], got: readonly Leaf[]): boolean {
  return (
    wanted.every((leaf) => got.some((other) => isSame(leaf, other))) &&
    got.every((leaf) => wanted.some((other) => isSame(other, leaf)))
  );
}

/** Host names and domains compare without case; a refusal that names only its code stands for any enhanced one. */
function isSame(wanted: Leaf, got: Leaf): boolean {
  if (wanted.kind === "reject" && got.kind === "reject") {
    return wanted.code === got.code || wanted.code === got.code.slice(0, 3);
  }
  return comparable(wanted) === comparable(got);
}

function comparable(leaf: Leaf): string {
  if (leaf.kind === "command" || leaf.kind === "file" || leaf.kind === "local") return leafText(leaf);
  if (leaf.kind === "smtp" || leaf.kind === "lmtp") {
    return `${leaf.kind} ${leaf.nexthop.toLowerCase()} ${foldDomain(leaf.address)}`;
  }
  return foldDomain(leafText(leaf));
}

/** An address with its domain in lower case. */
export function foldDomain(address: string): string {
  const at = address.lastIndexOf("@");
  return at === -1 ? address : address.slice(0, at) + address.slice(at).toLowerCase();
}
