export const agentCodes = {
  exact: "TR3170",
  default: "TR3171",
  approximate: "TR3172",
  manual: "TR3173",
} as const;
