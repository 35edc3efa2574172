// The real programs that judge this project, as tests ask them.
export type { DnsName, DnsZone } from "./dns-zone.ts";
export { expandMc } from "./m4.ts";
export {
  type PostfixAnswer,
  postconf,
  postmapQuery,
  type Resolution,
  type RewriteSocket,
  type RunningPostfix,
  rewriteSocket,
  rewriteSocketPath,
  startPostfix,
} from "./postfix.ts";
export { cfLibrary, type PeerName, peerSuite, sendmailRoot } from "./programs.ts";
export {
  type Finished,
  runInSandbox,
  type SandboxedProcess,
  type SandboxSetup,
  startInSandbox,
} from "./sandbox.ts";
export { runSendmail, sitesConfiguration, type TestModeOptions, type TestModeSession, testMode } from "./sendmail.ts";
export { type SmtpDialogue, smtpDialogue } from "./smtp.ts";
