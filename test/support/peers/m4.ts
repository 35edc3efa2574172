import { spawnSync } from "node:child_process";
import { cfLibrary } from "./programs.ts";

/**
 * What real GNU m4 makes of a configuration source with a cf library, as `m4 -D_CF_DIR_=DIR/ DIR/m4/cf.m4 -` prints
 * it. `mc` is the text of the .mc file; `library` defaults to the packaged one.
 */
export function expandMc(mc: string, library: string = cfLibrary()): string {
  const result = spawnSync("m4", [`-D_CF_DIR_=${library}/`, `${library}/m4/cf.m4`, "-"], {
    input: Buffer.from(mc, "latin1"),
    encoding: "latin1",
    maxBuffer: 64 * 1024 * 1024,
    // The library's makeinfo.sh asks these; the answers go into comments only.
    env: { PATH: process.env.PATH, LC_ALL: "C", USER: "builder", LOGNAME: "builder", HOST: "build.example.com" },
  });
  if (result.status !== 0) throw new Error(`m4 failed: ${result.stderr}`);
  return result.stdout;
}
