/**
 * The circles of a graph as its strongly connected parts (Tarjan), each from its least node; a node that leads to
 * itself is a circle of one. Done without recursion: an alias chain may be longer than the stack.
 */
export function circlesOf(
  nodes: Iterable<string>,
  next: (node: string) => readonly string[],
): readonly (readonly string[])[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const found: string[][] = [];
  const enter = (node: string): Frame => {
    index.set(node, index.size);
    low.set(node, index.get(node) ?? 0);
    stack.push(node);
    onStack.add(node);
    return { node, left: [...next(node)] };
  };
  for (const start of nodes) {
    if (index.has(start)) continue;
    const frames: Frame[] = [enter(start)];
    while (frames.length > 0) {
      const frame = frames.at(-1);
      if (!frame) break;
      const to = frame.left.pop();
      if (to !== undefined) {
        if (!index.has(to)) frames.push(enter(to));
        else if (onStack.has(to)) lower(low, frame.node, index.get(to) ?? 0);
        continue;
      }
      frames.pop();
      const above = frames.at(-1);
      if (above) lower(low, above.node, low.get(frame.node) ?? 0);
      if (low.get(frame.node) === index.get(frame.node)) {
        const part = stack.splice(stack.lastIndexOf(frame.node));
        for (const each of part) onStack.delete(each);
        if (part.length > 1 || next(frame.node).includes(frame.node)) found.push(inOrder(part, next));
      }
    }
  }
  return found;
}

interface Frame {
  readonly node: string;
  readonly left: string[];
}

function lower(low: Map<string, number>, node: string, value: number): void {
  low.set(node, Math.min(low.get(node) ?? value, value));
}

/** The shortest way round from the least node, so that the story reads from one to the next. */
function inOrder(part: readonly string[], next: (node: string) => readonly string[]): string[] {
  const [start = ""] = [...part].sort();
  const inside = new Set(part);
  const before = new Map<string, string>();
  const queue = [start];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    for (const to of next(node)) {
      if (to === start) {
        const way = [node];
        for (let at = before.get(node); at !== undefined; at = before.get(at)) way.unshift(at);
        return way;
      }
      if (inside.has(to) && !before.has(to)) {
        before.set(to, node);
        queue.push(to);
      }
    }
  }
  return [start];
}
