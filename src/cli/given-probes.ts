import type { GivenProbe } from "../pipeline.ts";

/**
 * Questions as a person writes them: an address a line, or `name[address]<TAB>sender<TAB>recipient`; empty lines and
 * lines that begin with `#` are none. `unknown[192.0.2.1]` and `[192.0.2.1]` are a client without a name.
 */
export function readGivenProbes(text: string): readonly GivenProbe[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line): GivenProbe => {
      const [first = "", sender, recipient] = line.split("\t");
      const [, name = "", address] = /^([^[\]]*)\[([^\]]+)\]$/.exec(first.trim()) ?? [];
      if (sender === undefined || recipient === undefined || address === undefined) {
        return { question: "recipient", address: line.trim() };
      }
      const client = { name: name === "" || name === "unknown" ? undefined : name, address };
      return { question: "decision", client, sender: bare(sender), recipient: bare(recipient) };
    });
}

function bare(address: string): string {
  return address.trim().replace(/^<(.*)>$/, "$1");
}
