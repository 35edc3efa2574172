/** What GNU m4 knows of a builtin without running it (src/builtin.c, builtin_tab). */
export interface BuiltinTraits {
  /** Takes builtins (as `defn` gives them) as arguments. */
  readonly takesBuiltins: boolean;
  /** Is a macro only when an opening parenthesis follows. */
  readonly needsArguments: boolean;
}

const plain: BuiltinTraits = { takesBuiltins: false, needsArguments: false };
const blind: BuiltinTraits = { takesBuiltins: false, needsArguments: true };
const definer: BuiltinTraits = { takesBuiltins: true, needsArguments: true };

/** Every builtin of GNU m4 1.4.19 as Debian builds it (without changeword). */
export const builtinTable = {
  __file__: plain,
  __line__: plain,
  __program__: plain,
  builtin: definer,
  changecom: plain,
  changequote: plain,
  debugmode: plain,
  debugfile: plain,
  decr: blind,
  define: definer,
  defn: blind,
  divert: plain,
  divnum: plain,
  dnl: plain,
  dumpdef: plain,
  errprint: blind,
  esyscmd: blind,
  eval: blind,
  format: blind,
  ifdef: blind,
  ifelse: blind,
  include: blind,
  incr: blind,
  index: blind,
  indir: definer,
  len: blind,
  m4exit: plain,
  m4wrap: blind,
  maketemp: blind,
  mkstemp: blind,
  patsubst: blind,
  popdef: blind,
  pushdef: definer,
  regexp: blind,
  shift: blind,
  sinclude: blind,
  substr: blind,
  syscmd: blind,
  sysval: plain,
  traceoff: plain,
  traceon: plain,
  translit: blind,
  undefine: blind,
  undivert: plain,
} as const satisfies Record<string, BuiltinTraits>;

export type BuiltinName = keyof typeof builtinTable;

export function isBuiltinName(name: string): name is BuiltinName {
  return Object.hasOwn(builtinTable, name);
}
