/** `mailer:[host]`, `mailer:host`, `[host]` or `host`. */
export interface WideNextHop {
  readonly mailer: string;
  /** With brackets where they were written: its mail exchangers are not asked. */
  readonly host: string;
}

/** The value of DEFAULT_RELAY and of static routes; undefined: it is none. */
export function readNextHop(text: string): WideNextHop | undefined {
  const parts = /^(?:([A-Za-z][\w-]*):)?(\[[^\]\s:]+\]|[A-Za-z0-9_][\w.-]*)$/.exec(text.trim());
  if (!parts) return undefined;
  const [, mailer = "smtp", host = ""] = parts;
  return { mailer: mailer.toLowerCase(), host: host.toLowerCase().replace(/\.(\]?)$/, "$1") };
}
