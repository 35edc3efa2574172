/**
 * bounce: delivery status notifications (RFC 3464) as bounce(8) sends them
 *
 * A notification goes to the envelope sender from the null sender; one about a message from the null sender is not
 * sent, so that notifications cannot loop.
 */
import { quoteLocal } from "../postfix/address/quote.ts";
import type { Outcome } from "./delivery.ts";
import type { Envelope, QueuedRecipient } from "./queue/envelope.ts";

export interface Reported {
  readonly recipient: QueuedRecipient;
  readonly outcome: Outcome;
}

export type ReportKind = "failed" | "delayed" | "delivered";

export interface Report {
  readonly kind: ReportKind;
  readonly queueId: string;
  readonly hostname: string;
  readonly mailName: string;
  readonly envelope: Envelope;
  readonly message: Buffer;
  readonly recipients: readonly Reported[];
  /** bounce_size_limit: longer messages are returned with their headers only. */
  readonly sizeLimit: number;
  readonly now: Date;
}

const titles: Readonly<Record<ReportKind, string>> = {
  failed: "Undelivered Mail Returned to Sender",
  delayed: "Delayed Mail (still being retried)",
  delivered: "Successful Mail Delivery Report",
};

const sentences: Readonly<Record<ReportKind, string>> = {
  failed: "Your message could not be delivered to the recipients listed here. What was sent is attached.",
  delayed: "Your message was not delivered yet. Delivery is tried again; you need not send it once more.",
  delivered: "Your message was delivered to the recipients listed here, as you asked to be told.",
};

const actions: Readonly<Record<ReportKind, string>> = { failed: "failed", delayed: "delayed", delivered: "delivered" };

/** Whether a recipient wants to be told (RFC 3461 section 4.1); without NOTIFY of failures and delays. */
export function wantsReport(recipient: QueuedRecipient, kind: ReportKind): boolean {
  const condition = kind === "failed" ? "FAILURE" : kind === "delayed" ? "DELAY" : "SUCCESS";
  return recipient.notify ? recipient.notify.includes(condition) : kind !== "delivered";
}

/** The notification, lines ending in LF. */
export function printReport(report: Report): Buffer {
  const { kind, queueId, hostname, envelope, message } = report;
  const boundary = `${queueId}.${Math.floor(report.now.getTime() / 1000)}/${hostname}`;
  const whole = envelope.ret !== "HDRS" && kind !== "delivered" && message.length <= report.sizeLimit;
  const header = [
    `From: Mail Delivery System <MAILER-DAEMON@${hostname}>`,
    `Subject: ${titles[kind]}`,
    `To: ${quoteLocal(envelope.sender)}`,
    `Date: ${mailDate(report.now)}`,
    `Message-Id: <${queueId}.${report.now.getTime()}@${hostname}>`,
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    `Content-Type: multipart/report; report-type=delivery-status;\n\tboundary="${boundary}"`,
    "",
    "This is a MIME-encapsulated message.",
    "",
  ];
  const parts = [
    ["Content-Description: Notification", "Content-Type: text/plain; charset=us-ascii", "", ...text(report)],
    ["Content-Description: Delivery report", "Content-Type: message/delivery-status", "", ...status(report)],
    [
      `Content-Description: ${kind === "failed" ? "Undelivered Message" : "Message"}${whole ? "" : " Headers"}`,
      `Content-Type: ${whole ? "message/rfc822" : "text/rfc822-headers"}`,
      ...(/[\x80-\xff]/.test(message.toString("latin1")) ? ["Content-Transfer-Encoding: 8bit"] : []),
      "",
      (whole ? message : headersOf(message)).toString("latin1").replace(/\n$/, ""),
    ],
  ];
  const body = parts.map((lines) => [`--${boundary}`, ...lines, ""].join("\n")).join("\n");
  return Buffer.from(`${header.join("\n")}\n${body}\n--${boundary}--\n`, "latin1");
}

function text({ kind, hostname, recipients }: Report): readonly string[] {
  return [
    `This is the mail system at host ${hostname}.`,
    "",
    sentences[kind],
    "",
    "For help, write to postmaster and include this report.",
    "",
    ...recipients.flatMap(({ recipient, outcome }) => [`<${quoteLocal(recipient.address)}>: ${outcome.text}`, ""]),
  ];
}

function status({ kind, queueId, hostname, mailName, envelope, recipients }: Report): readonly string[] {
  const message = [
    `Reporting-MTA: dns; ${hostname}`,
    ...(envelope.envid === undefined ? [] : [`Original-Envelope-Id: ${envelope.envid}`]),
    `X-${mailName}-Queue-ID: ${queueId}`,
    `X-${mailName}-Sender: rfc822; ${envelope.sender}`,
    `Arrival-Date: ${mailDate(new Date(envelope.arrival))}`,
    "",
  ];
  return [
    ...message,
    ...recipients.flatMap(({ recipient, outcome }) => [
      `Final-Recipient: rfc822; ${recipient.address}`,
      `Original-Recipient: ${recipient.orcpt ?? `rfc822;${recipient.original}`}`,
      `Action: ${actions[kind]}`,
      `Status: ${kind === "failed" ? outcome.dsn.replace(/^4/, "5") : outcome.dsn}`,
      `Diagnostic-Code: X-${mailName}; ${outcome.text}`,
      "",
    ]),
  ];
}

function headersOf(message: Buffer): Buffer {
  const end = message.indexOf("\n\n");
  return end === -1 ? message : message.subarray(0, end + 1);
}

/** `Tue, 24 Nov 2026 08:36:15 +0000 (UTC)` in local time, as mail_date(3) of Postfix writes it. */
export function mailDate(date: Date): string {
  const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const two = (value: number): string => String(value).padStart(2, "0");
  const offset = -date.getTimezoneOffset();
  const zone = `${offset < 0 ? "-" : "+"}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`;
  const zoneName = /\(([A-Z]+)\)|\b([A-Z]{3,5})$/.exec(date.toLocaleString("en-US", { timeZoneName: "short" }));
  const comment = zoneName?.[1] ?? zoneName?.[2];
  const day = `${days[date.getDay()]}, ${date.getDate()} ${months[date.getMonth()]} ${date.getFullYear()}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day} ${time} ${zone}${comment ? ` (${comment})` : ""}`;
}
