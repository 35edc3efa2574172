import type { PostfixConfig, Service } from "../config.ts";
import { places } from "./places.ts";
import { type Page, type PrintedFile, pageOf } from "./printed.ts";

const header = [
  "# ==========================================================================",
  "# service type  private unpriv  chroot  wakeup  maxproc command + args",
  "#               (yes)   (yes)   (no)    (never) (100)",
  "# ==========================================================================",
];

/** Columns at which the fields after the name begin, as in the master.cf that Postfix ships. */
const stops = [10, 16, 24, 32, 40, 48, 56];

/** master.cf in the columns of master(5), options one a line below their service. */
export function printMasterCf(config: PostfixConfig): PrintedFile {
  const page = pageOf("master.cf");
  for (const line of header) page.line(line);
  for (const service of config.services) printService(service, page);
  return page.done();
}

function printService(service: Service, page: Page): void {
  if (service.comment !== undefined) {
    for (const text of service.comment.split("\n")) page.line(`# ${text}`);
  }
  const from = places(service.origins);
  if (from !== "") page.line(`# ${from}`);
  page.line(columns(service), service.origins);
  for (const [name, value] of service.options) page.line(`  -o ${option(name, value)}`, service.origins);
  if (service.args.length > 0) page.line(`  ${service.args.join(" ")}`, service.origins);
}

function columns(service: Service): string {
  const fields = [
    service.name,
    service.type,
    service.private,
    service.unprivileged,
    service.chroot,
    service.wakeup,
    service.processLimit,
    service.command,
  ];
  return fields.reduce((line, field, index) => {
    const stop = stops[index - 1] ?? 0;
    return index === 0 ? field : `${line.padEnd(stop - 1)} ${field}`;
  }, "");
}

/** A value with blanks needs the `{ name = value }` form (master(5), since 3.0). */
function option(name: string, value: string): string {
  return /[\s{}]/.test(value) ? `{ ${name} = ${value} }` : `${name}=${value}`;
}
