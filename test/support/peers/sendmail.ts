import { libraryFolders } from "./programs.ts";
import { type Finished, runInSandbox, type SandboxSetup, sendmailInside, startInSandbox } from "./sandbox.ts";

/** Where the configuration under test lies inside the sandbox. */
const cfInside = "/etc/mail/sendmail.cf";
const program = `${sendmailInside}/usr/libexec/sendmail/sendmail`;
const makemap = `${sendmailInside}/usr/libexec/sendmail/makemap`;

/** One `sendmail -bt` that stays for as long as the session does. */
export interface TestModeSession {
  /** What it said while it read the configuration: warnings, unknown options. */
  startup(): Promise<readonly string[]>;
  /** Types one command (`3,0 user@host`, `/try smtp a@b`, `=S0`, `$=w`) and gives the lines that it answers. */
  ask(command: string): Promise<readonly string[]>;
  /** Types many; answers in the same order. About a thousand a second. */
  askAll(commands: readonly string[]): Promise<readonly (readonly string[])[]>;
  close(): Promise<void>;
}

export interface TestModeOptions extends SandboxSetup {
  /**
   * Adds a ruleset `translate` that turns the text `$|` into the separator of check rulesets, which cannot be typed:
   * `translate,check_relay mail.example.net $| 192.0.2.1`.
   */
  readonly separator?: boolean;
  /** Further arguments (`-d21.12`). */
  readonly args?: readonly string[];
}

const separatorRuleset = "\nStranslate\nR$* $$| $*\t$: $1 $| $2\n";

/**
 * Starts the real `sendmail -bt` over a configuration. `cf` is its text; `root` is laid over `/` of the sandbox, its
 * hash and btree maps are built from their text sources.
 */
export function testMode(cf: string, options: TestModeOptions = {}): TestModeSession {
  const text = options.separator ? cf.replace(/\n*$/, "\n") + separatorRuleset : cf;
  const run = startInSandbox(withConfiguration(text, options), sendmailCommand(text, ["-bt", ...(options.args ?? [])]));
  const { child } = run;
  let unread = "";
  let asked = 0;
  let failure: Error | undefined;
  const waiting: { readonly end: string; resolve(lines: readonly string[]): void; reject(error: Error): void }[] = [];
  let complaints = "";

  child.stderr.on("data", (piece: Buffer) => {
    complaints += piece.toString("latin1");
  });
  child.stdout.on("data", (piece: Buffer) => {
    unread += piece.toString("latin1");
    for (let first = waiting[0]; first; first = waiting[0]) {
      const at = unread.indexOf(first.end);
      if (at === -1) break;
      const answer = unread.slice(0, at);
      unread = unread.slice(at + first.end.length);
      waiting.shift();
      first.resolve(linesOf(answer));
    }
  });
  child.once("close", () => {
    failure = new Error(`sendmail -bt has ended. ${complaints.trim()} ${unread.trim()}`);
    for (const one of waiting.splice(0)) one.reject(failure);
  });

  const ask = (command: string): Promise<readonly string[]> => {
    if (failure) return Promise.reject(failure);
    asked += 1;
    // An unknown command is answered by its own name: it marks where the answer before it ends.
    const mark = `/end-${asked}`;
    child.stdin.write(`${command}\n${mark}\n`, "latin1");
    return new Promise((resolve, reject) => {
      waiting.push({ end: `> Unknown "/" command ${mark}\n`, resolve, reject });
    });
  };
  const startup = ask("").then(
    (lines) => lines,
    () => linesOf(`${complaints}${unread}`),
  );
  return {
    startup: () => startup,
    ask: (command) => ask(command),
    askAll: (commands) => Promise.all(commands.map(ask)),
    close: () => run.stop(),
  };
}

/** What sendmail prints for one command: without greeting, prompt and the final line end. */
function linesOf(answer: string): readonly string[] {
  const text = answer.replace(/ADDRESS TEST MODE.*\nEnter <ruleset> <address>\n/, "").replace(/^> |(?<=\n)> $/, "");
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

/** Runs the real sendmail once (`-bv user`, `-bi`, `-odq -f a b < message`) and gives its output. */
export function runSendmail(
  cf: string,
  args: readonly string[],
  options: SandboxSetup & { readonly input?: string } = {},
): Promise<Finished> {
  return runInSandbox(withConfiguration(cf, options), sendmailCommand(cf, args), options.input);
}

export function withConfiguration(cf: string, setup: SandboxSetup): SandboxSetup {
  return { ...setup, files: { ...setup.files, [cfInside]: cf } };
}

/** Builds the maps of the site inside the sandbox, then becomes sendmail. */
export function sendmailCommand(cf: string, args: readonly string[]): readonly string[] {
  const libraries = libraryFolders(sendmailInside).join(":");
  const maps = indexedMaps(cf).map(
    ({ type, flags, path }) =>
      `[ ! -f ${path} ] || ${makemap} -C ${cfInside} ${flags} ${type} ${path} <${path} >/dev/null`,
  );
  const script = [
    `export LD_LIBRARY_PATH=${libraries}`,
    "chmod -R go-w /etc/mail",
    ...maps,
    `[ ! -f /etc/aliases ] && [ ! -f /etc/mail/aliases ] || ${program} -bi -C ${cfInside} >/dev/null 2>&1 || true`,
    'exec "$@"',
  ].join("\n");
  return ["bash", "-c", script, "bash", program, "-C", cfInside, ...args];
}

interface IndexedMap {
  readonly type: string;
  readonly flags: string;
  readonly path: string;
}

/** Maps of K lines that makemap builds, with the flags that it must share with the map. */
function indexedMaps(cf: string): readonly IndexedMap[] {
  return [...cf.matchAll(/^K\s*\S+[ \t]+(hash|btree|dbm)\b(.*)$/gm)].flatMap(([, type = "", rest = ""]) => {
    const path = /(\/[\w./+-]+?)(?:\.db)?\s*$/.exec(rest)?.[1];
    if (!path) return [];
    const flags = [/(^|\s)-\w*f/.test(rest) ? "-f" : "", "-N".repeat(/(^|\s)-N/.test(rest) ? 1 : 0)];
    return [{ type: type === "dbm" ? "hash" : type, flags: flags.filter(Boolean).join(" "), path }];
  });
}
