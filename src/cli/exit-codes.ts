/** Exit codes of every command (design.md section 4). */
export const exitCodes = {
  fine: 0,
  /** Ran; findings at or above --fail-on, differences, or failed expectations. */
  findings: 1,
  /** Wrong usage or an invalid settings file. */
  usage: 2,
  /** Input missing, unreadable or not to be parsed. */
  input: 3,
  /** An outside program is missing, or a port is in use. */
  environment: 4,
  internal: 70,
} as const;
