/**
 * Order of tables in the lists that several features share. Within one form of a key the first table that has it
 * answers (postconf(5)); full addresses are looked up in all tables before domains are.
 */
export const rewritingRank = {
  virtual: { rules: 50, users: 100, patterns: 110, database: 150, hub: 200 },
  sender: { rules: 50, domains: 100, generics: 200, genericPatterns: 210, shown: 250, masquerade: 300, official: 400 },
  transport: { rules: 50, moved: 100, exceptions: 150, virtualErrors: 200, mailerTable: 300, direct: 350, hub: 400 },
  aliases: { rules: 50, files: 100, database: 200, patterns: 300, hub: 500 },
  relayDomains: { names: 100, tables: 200 },
} as const;
