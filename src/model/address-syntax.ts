import type { Fact } from "./fact.ts";

/** How the local part and an incomplete domain are read. */
export interface AddressSyntax {
  /** Names without a dot are completed with the host's domain. */
  readonly completesShortNames: Fact<boolean>;
  /** So they are in mail handed over on the host itself; names in mail by SMTP stay as they are. */
  readonly completesSubmittedOnly: Fact<boolean>;
  /** `host!user` means user at host; `refuse`: an ordinary character, but refused from strangers. */
  readonly bangPath: Fact<"route" | "ordinary" | "refuse">;
  /** `user%host@here` means user@host; `refuse`: an ordinary character, but refused from strangers. */
  readonly percentHack: Fact<"route" | "ordinary" | "refuse">;
  /** `"user@host"@here` means user@host: the local part is read without its quotes. */
  readonly quotedRoute: Fact<boolean>;
  /** Separates the user from an extension; `undefined`: extensions are part of the name. */
  readonly extensionDelimiter: Fact<string | undefined>;
  /** Addresses that end in this pseudo domain are answered with the new address of the user who left. */
  readonly movedDomain: Fact<string> | undefined;
  /** `user@localhost` is shown to others under the host's name. */
  readonly loopbackIsOwn: Fact<boolean>;
  /** So is `user@[192.0.2.1]` at an address of the host. */
  readonly ownLiteralsAreOwn: Fact<boolean>;
  /** Senders at `localhost` are refused from clients other than this host. */
  readonly foreignLoopback: Fact<"refuse" | "take">;
  /** Other names that such senders are refused at (`localhost.localdomain`). */
  readonly foreignLoopbackNames: readonly Fact<string>[];
  /** Words that are whole domains: no domain is put behind them. */
  readonly undottedDomains: readonly Fact<string>[];
  /** Where an address literal is taken for another host's. */
  readonly foreignLiterals: Fact<boolean>;
  /** user@node.DECNET leaves as node::user. */
  readonly decnetNames: Fact<boolean>;
  /** `user@host.uucp` means user@host. */
  readonly uucpDomainRemoved: Fact<boolean>;
}
