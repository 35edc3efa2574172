import type { FeatureCodes } from "./claim.ts";

/** Codes by subject: names and syntax of addresses, local domains. */
export const nameCodes: FeatureCodes = {
  carried: "TR3010",
  approximate: "TR3012",
  manual: "TR3013",
  unsupported: "TR3014",
  dead: "TR3015",
  broken: "TR3016",
};

/** Permission to relay. */
export const relayCodes: FeatureCodes = {
  carried: "TR3020",
  approximate: "TR3022",
  manual: "TR3023",
  unsupported: "TR3024",
  dead: "TR3025",
  broken: "TR3026",
};

/** The access table. */
export const accessCodes: FeatureCodes = {
  carried: "TR3030",
  approximate: "TR3032",
  manual: "TR3033",
  unsupported: "TR3034",
  dead: "TR3035",
  broken: "TR3036",
};

/** Virtual users. */
export const virtualCodes: FeatureCodes = {
  carried: "TR3040",
  approximate: "TR3042",
  manual: "TR3043",
  unsupported: "TR3044",
  dead: "TR3045",
  broken: "TR3046",
};

/** Routes: mailertable, smart host, hub. */
export const routeCodes: FeatureCodes = {
  carried: "TR3050",
  approximate: "TR3052",
  manual: "TR3053",
  unsupported: "TR3054",
  dead: "TR3055",
  broken: "TR3056",
};

/** Aliases and the user database. */
export const aliasCodes: FeatureCodes = {
  carried: "TR3060",
  approximate: "TR3062",
  manual: "TR3063",
  unsupported: "TR3064",
  dead: "TR3065",
  broken: "TR3066",
};

/** Rewriting of senders and domains. */
export const rewritingCodes: FeatureCodes = {
  carried: "TR3070",
  approximate: "TR3072",
  manual: "TR3073",
  unsupported: "TR3074",
  dead: "TR3075",
  broken: "TR3076",
};

/** Log-ins at other servers. */
export const loginCodes: FeatureCodes = {
  carried: "TR3080",
  approximate: "TR3082",
  manual: "TR3083",
  unsupported: "TR3084",
  dead: "TR3085",
  broken: "TR3086",
};

/** Lists in the DNS, pauses and limits for clients. */
export const clientCodes: FeatureCodes = {
  carried: "TR3090",
  approximate: "TR3092",
  manual: "TR3093",
  unsupported: "TR3094",
  dead: "TR3095",
  broken: "TR3096",
};
