import { openPostfixTracer, type PostfixAddressTrace, type PostfixRole } from "../pipeline.ts";
import { renderPostfixTraceText } from "../report/postfix-trace-text.ts";
import { exitCodes } from "./exit-codes.ts";

export interface PostfixTraceRequest {
  readonly path: string;
  readonly root: string | undefined;
  readonly facts: ReadonlyMap<string, string>;
  readonly dns: unknown;
  readonly answers: unknown;
  readonly as: PostfixRole;
  readonly mailer: string | undefined;
  readonly format: "text" | "json" | "jsonl";
}

/** Lines of jsonl written at once. */
const LINES = 500;

/** `trace` of a Postfix directory; `json` prints text of one character a byte. */
export async function tracePostfixDirectory(
  request: PostfixTraceRequest,
  addresses: () => readonly string[],
  json: (value: unknown, indent?: number) => string,
): Promise<number> {
  const tracer = await openPostfixTracer(request.path, request);
  if (!tracer.ok) {
    process.stderr.write(`cf2postfix: cannot read ${tracer.path}: ${tracer.reason}\n`);
    return exitCodes.input;
  }
  for (const remark of tracer.remarks) process.stderr.write(`cf2postfix: ${remark}\n`);
  if (request.mailer !== undefined && !tracer.services.includes(request.mailer)) {
    process.stderr.write(`cf2postfix: master.cf has no service ${request.mailer}\n`);
    return exitCodes.usage;
  }
  const { as, mailer, format } = request;
  const trace = (address: string): PostfixAddressTrace =>
    tracer.trace({ address, as, mailer, steps: format !== "jsonl" });
  if (format === "jsonl") {
    const all = addresses();
    for (let from = 0; from < all.length; from += LINES) {
      const lines = all.slice(from, from + LINES).map((address) => `${json(trace(address))}\n`);
      process.stdout.write(lines.join(""));
    }
    return exitCodes.fine;
  }
  const traces = addresses().map(trace);
  if (format === "json") {
    const versioned = traces.map((one) => ({ format_version: "1.0", ...one }));
    process.stdout.write(`${json(versioned.length === 1 ? versioned[0] : versioned, 2)}\n`);
  } else process.stdout.write(Buffer.from(traces.map(renderPostfixTraceText).join("\n"), "latin1"));
  return exitCodes.fine;
}
