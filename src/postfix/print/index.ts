/** Postfix configuration as text: main.cf, master.cf, lookup tables, and the script that builds them. */
export { printBuildTables } from "./build-tables.ts";
export { printMainCf } from "./main-cf.ts";
export { printMasterCf } from "./master-cf.ts";
export { printTable } from "./table.ts";
