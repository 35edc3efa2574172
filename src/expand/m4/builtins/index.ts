import type { BuiltinName } from "../builtin-table.ts";
import type { Builtin } from "../invocation.ts";
import { ifdef, ifelse } from "./conditionals.ts";
import { builtin, define, defn, dumpdef, indir, popdef, pushdef, shift, undefine } from "./definitions.ts";
import { divert, divnum, undiverting } from "./diversions.ts";
import { decr, evaluation, incr } from "./numbers.ts";
import { patsubst, regexp } from "./patterns.ts";
import {
  changecom,
  changequote,
  currentFile,
  currentLine,
  currentProgram,
  dnl,
  errprint,
  include,
  m4wrap,
  sinclude,
} from "./reading.ts";
import { debugfile, debugmode, esyscmd, m4exit, maketemp, syscmd, sysval, traceoff, traceon } from "./system.ts";
import { format, index, len, substr, translit } from "./text.ts";

/** What each builtin does, by its own name (which `-P` or `define` may have changed). */
export const builtins: Readonly<Record<BuiltinName, Builtin>> = {
  __file__: currentFile,
  __line__: currentLine,
  __program__: currentProgram,
  builtin,
  changecom,
  changequote,
  debugmode,
  debugfile,
  decr,
  define,
  defn,
  divert,
  divnum,
  dnl,
  dumpdef,
  errprint,
  esyscmd,
  eval: evaluation,
  format,
  ifdef,
  ifelse,
  include,
  incr,
  index,
  indir,
  len,
  m4exit,
  m4wrap,
  maketemp,
  mkstemp: maketemp,
  patsubst,
  popdef,
  pushdef,
  regexp,
  shift,
  sinclude,
  substr,
  syscmd,
  sysval,
  traceoff,
  traceon,
  translit,
  undefine,
  undivert: undiverting,
};
