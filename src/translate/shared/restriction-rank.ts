/**
 * Order of the words in smtpd's restriction lists. smtpd stops a list at the first permit or reject (postconf(5)), so
 * the order decides. Rejects by the old host's own tables come before permits, relay permits stand in
 * smtpd_relay_restrictions only, and that list always ends in reject_unauth_destination: whatever features add, the
 * host is no open relay.
 */
export const restrictionRank = {
  client: {
    /** Rules about connecting at all come before everything else, and permit nothing. */
    connection: 50,
    /** Refused by rules that a person wrote: they ran before the library's own. */
    rules: 50,
    /** Recipients who want no filtering at all. */
    spamFriend: 100,
    trustedLogin: 150,
    listed: 180,
    access: 200,
    pace: 300,
    dnsList: 400,
    reverseName: 500,
    siteRules: 600,
    /** The last word on clients that nothing above names. */
    others: 900,
  },
  helo: { ownNetworks: 100, trustedLogin: 150, ownNames: 200, qualified: 300 },
  sender: {
    rules: 50,
    /** Where a sender's own mail would go is looked up before any check. */
    refusedRoutes: 80,
    /** Asked before all other rules of the library's own check of senders. */
    ownNames: 90,
    spamFriend: 100,
    trustedLogin: 150,
    virtualError: 200,
    accessAddress: 300,
    /** A name without a domain is looked up as a user only, and its host's own domain must not vouch for it. */
    qualified: 305,
    accessDomain: 310,
    resolvable: 500,
    mailExchanger: 550,
    dnsList: 600,
    siteRules: 700,
  },
  relay: {
    rules: 50,
    ownNetworks: 100,
    client: 200,
    clientName: 210,
    trustedLogin: 300,
    certificate: 320,
    /** Who may send anywhere may send by any route. */
    addressSyntax: 350,
    recipient: 400,
    sender: 500,
    backupExchanger: 600,
    /** Always there, always last. */
    end: 900,
  },
  recipient: {
    /** Refused by the rules that say where mail goes, which the old host ran before all others. */
    rules: 50,
    spamFriend: 100,
    virtualError: 200,
    accessAddress: 300,
    accessDomain: 310,
    siteRules: 500,
  },
} as const;
