/**
 * The door to everything that knows Postfix. Nothing here opens a file: configurations come in through `PostfixFiles`.
 *
 * - read: `readPostfixDirectory(files, { version, host })` gives main.cf, master.cf and effective settings;
 *   `checkParameters(directory)` its findings; `postconfSettings` and the others print it as postconf(1) does.
 * - print: `printMainCf`, `printMasterCf`, `printTable`, `printBuildTables` write a `PostfixConfig`.
 * - tables: `openTables({ files, utf8 }).open("hash:/etc/postfix/virtual").lookup(key)`.
 * - resolve: `createResolver(directory, outside)`: `resolveRecipient` (cleanup and trivial-rewrite), `expandRecipient`
 *   (through local(8) to leaves), each with the steps that led there. They take addresses in unquoted form: what a
 *   person types goes through `unquoteLocal` first.
 * - restrictions: `createDecider(resolver, { dns }, service).decide("rcpt", session)` says what smtpd(8) answers.
 */
export { quoteLocal, unquoteLocal } from "./address/quote.ts";
export { completeServices, standardServices } from "./catalogue/standard-services.ts";
export * from "./print/index.ts";
export { checkParameters } from "./read/check-parameters.ts";
export { type PostfixDirectory, type ReadOptions, readPostfixDirectory } from "./read/directory.ts";
export { type PostfixFiles, postfixFiles } from "./read/files.ts";
export { postconfServiceSettings, postconfServices, postconfSettings } from "./read/postconf-lines.ts";
export type { HostFacts, Settings } from "./read/settings.ts";
export type { Outside, PostfixEnvironment } from "./resolve/environment.ts";
export type { AddressClass, Expansion, Leaf, Mailbox, Resolution, Step } from "./resolve/resolution.ts";
export { createResolver, type Resolver } from "./resolve/resolver.ts";
export { createDecider, type Decider, type DecisionStage } from "./restrictions/decide.ts";
export type { DecideNeeds, Decision, Dns, DnsType, Reply, Session } from "./restrictions/session.ts";
export { type OutsideAnswers, openTables, type TableSources, type Tables } from "./tables/open.ts";
export type { Answer, Table } from "./tables/table.ts";
