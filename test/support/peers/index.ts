// The real programs that judge this project, as tests ask them.
export type { DnsZone } from "./dns-zone.ts";
export { expandMc } from "./m4.ts";
export {
  postconf,
  postmapQuery,
  type RewriteSocket,
  type RunningPostfix,
  rewriteSocket,
  rewriteSocketPath,
  startPostfix,
} from "./postfix.ts";
export { cfLibrary, peerSuite } from "./programs.ts";
export { runSendmail, type TestModeSession, testMode } from "./sendmail.ts";
export { type SmtpLine, type SmtpReplies, smtpDialogue, smtpDialogues } from "./smtp.ts";
