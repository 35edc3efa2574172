/**
 * connection: smtp-server's connection, with smtpd(8)'s manners
 *
 * The one place that reaches into the library: no wait before the greeting, Postfix's reply texts, addresses as Postfix
 * reads them, and the commands that the library does not answer. test/runtime/smtpd/library.test.ts notices when the
 * library changes under it.
 */
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { SMTPConnection, type SMTPConnectionOptions } from "smtp-server/lib/smtp-connection.js";
import type { Settings } from "../../postfix/read/settings.ts";

import type { DecisionStage, Session } from "../../postfix/restrictions/session.ts";
import { readPathCommand } from "./address.ts";

interface Reply {
  readonly code: number;
  readonly text: string;
}

/** What a session answers itself. */
export interface SmtpdAnswers {
  readonly settings: Settings;
  /** VRFY: 252 for who would be accepted, a refusal for others. */
  verify(address: string): Promise<Reply>;
  /** The refusal of a command that the library has no question for. */
  ask(stage: DecisionStage, session: SMTPConnection["session"], more?: Partial<Session>): Promise<Reply | undefined>;
  /** Whether smtpd_authorized_xclient_hosts lets a client at this address say who it speaks for. */
  mayXclient(address: string): boolean;
}

/** The library's words and Postfix's (smtpd.c). */
const wording: Readonly<Record<string, string>> = {
  Accepted: "Ok",
  Flushed: "Ok",
  OK: "Ok",
  "Error: send HELO/EHLO first": "Error: send HELO first",
  "Error: Bad sender address syntax": "Bad sender address syntax",
  "Error: Bad recipient address syntax": "Bad recipient address syntax",
  "Error: need RCPT command": "Error: need RCPT command",
};

class SmtpdConnection extends SMTPConnection {
  private readonly answers: SmtpdAnswers;
  private errors = 0;

  constructor(
    server: SMTPServer,
    socket: Socket | TLSSocket,
    options: SMTPConnectionOptions | undefined,
    answers: SmtpdAnswers,
  ) {
    super(server, socket, options);
    this.answers = answers;
  }

  /** The library waits 100 ms before its greeting; Postfix's smtpd does not (that is postscreen's work). */
  override init(): void {
    this._setListeners(() => this.connectionReady());
  }

  override _sendGreeting(): void {
    const { settings } = this.answers;
    if (this._server.options.lmtp) super._sendGreeting();
    else super.send(220, settings.text("smtpd_banner"), false);
  }

  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    if (code >= 400) this.errors += 1;
    const tooMany = code >= 400 && code !== 421 && this.errors >= this.answers.settings.int("smtpd_hard_error_limit");
    if (tooMany) {
      super.send(421, `4.7.0 ${this.name} Error: too many errors`, false);
      return;
    }
    const text = typeof data === "string" ? (wording[data] ?? data) : data;
    const hasOwnCode = typeof text === "string" && /^[245]\.\d{1,3}\.\d{1,3} /.test(text);
    super.send(code, text, hasOwnCode ? false : context);
  }

  /** HELO is asked for only where smtpd_helo_required says so. */
  override _onCommand(command: Buffer, callback?: () => void): void {
    if (
      !this.hostNameAppearsAs &&
      !this.answers.settings.bool("smtpd_helo_required") &&
      /^MAIL /i.test(command.toString("latin1"))
    ) {
      this.hostNameAppearsAs = this.clientHostname || `[${this.remoteAddress}]`;
    }
    super._onCommand(command, callback);
  }

  override _parseAddressCommand(
    name: string,
    command: Buffer | string,
  ): ReturnType<SMTPConnection["_parseAddressCommand"]> {
    const verb = name.toUpperCase() === "MAIL FROM" ? "MAIL FROM" : "RCPT TO";
    const read = readPathCommand(command.toString("latin1"), verb);
    return read ? { address: read.address, args: { ...read.parameters } } : false;
  }

  /** XCLIENT for whom main.cf names (XCLIENT_README), XFORWARD for nobody: nothing here logs what it says. */
  override _proxyCommandAllowed(command: string, option: "useXClient" | "useXForward"): boolean {
    const allowed = command === "XCLIENT" && this.answers.mayXclient(this._originalRemoteAddress);
    return allowed && super._proxyCommandAllowed(command, option);
  }

  override handler_VRFY(command: Buffer, callback: () => void): void {
    const argument = command.toString("latin1").trim().slice(4).trim().replace(/^<|>$/g, "");
    if (this.answers.settings.bool("disable_vrfy_command")) this.send(502, "5.5.1 VRFY command is disabled");
    else if (argument === "") this.send(501, "5.5.4 Syntax: VRFY address");
    else {
      this.after(this.answers.verify(argument), callback, ({ code, text }) => this.send(code, text));
      return;
    }
    callback();
  }

  /** smtpd_helo_restrictions where they are not put off to RCPT. */
  override handler_EHLO(command: Buffer, callback: () => void): void {
    this.greeted(command, callback, () => super.handler_EHLO(command, callback));
  }

  override handler_HELO(command: Buffer, callback: () => void): void {
    this.greeted(command, callback, () => super.handler_HELO(command, callback));
  }

  private greeted(command: Buffer, callback: () => void, go: () => void): void {
    const helo = command.toString("latin1").trim().split(/\s+/)[1] ?? "";
    if (this.answers.settings.bool("smtpd_delay_reject")) go();
    else this.unlessRefused("helo", callback, go, { helo });
  }

  /** smtpd_data_restrictions, before the client may send the message. */
  override handler_DATA(command: Buffer, callback: () => void): void {
    const go = (): void => super.handler_DATA(command, callback);
    if (this.session.envelope.rcptTo.length === 0) go();
    else this.unlessRefused("data", callback, go);
  }

  private unlessRefused(stage: DecisionStage, callback: () => void, go: () => void, more: Partial<Session> = {}): void {
    this.answers.ask(stage, this.session, more).then(
      (verdict) => {
        if (verdict) {
          this.send(verdict.code, verdict.text);
          callback();
        } else go();
      },
      () => {
        this.send(451, "4.3.5 Server configuration error");
        callback();
      },
    );
  }

  private after<T>(wanted: Promise<T>, callback: () => void, then: (value: T) => void): void {
    wanted
      .then(then, () => this.send(451, "4.3.5 Server configuration error"))
      .then(callback, (error: Error) => this._onError(error));
  }

  /** Postfix has no EXPN: this is its answer to a command that it does not have (smtpd.c, smtpd_cmd_table). */
  handler_EXPN(_command: Buffer, callback: () => void): void {
    this.send(502, "5.5.2 Error: command not implemented");
    callback();
  }

  /** There is no flush(8) here, so no destination is eligible: what smtpd answers then (smtpd.c, etrn_cmd). */
  handler_ETRN(command: Buffer, callback: () => void): void {
    const destination = command.toString("latin1").trim().slice(4).trim();
    const go = (): void => {
      this.send(459, `<${destination}>: service unavailable`);
      callback();
    };
    this.unlessRefused("etrn", callback, go, { etrn: destination });
  }

  /** Nor has it HELP. */
  override handler_HELP(_command: Buffer, callback: () => void): void {
    this.send(502, "5.5.2 Error: command not implemented");
    callback();
  }
}

export class SmtpdServer extends SMTPServer {
  private readonly answers: SmtpdAnswers;

  constructor(options: SMTPServerOptions, answers: SmtpdAnswers) {
    super(options);
    this.answers = answers;
  }

  override connect(socket: Socket | TLSSocket, options?: SMTPConnectionOptions): void {
    const connection = new SmtpdConnection(this, socket, options, this.answers);
    this.connections.add(connection);
    connection.on("error", (error) => this._onError(error));
    connection.on("connect", (data) => this._onClientConnect(data));
    connection.init();
  }
}
