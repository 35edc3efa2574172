import { describe, expect, it } from "vitest";
import { translated } from "../support/small-cf.ts";

/**
 * What an option or equate says, piece by piece: a piece that changes neither the written configuration nor the
 * sentence of its directive would have been dropped without a word.
 */
interface Pieces {
  readonly name: string;
  /** The directive with a piece, or without any; the other lines that make it matter. */
  readonly lines: (piece: string) => readonly string[];
  readonly pieces: readonly string[];
}

const letters = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const library = ["V10/Berkeley", "S0", "R$+ < @ $+ >\t$#esmtp $@ $2 $: $1 < @ $2 >", "R$+\t$#local $: $1"];

const directives: readonly Pieces[] = [
  {
    name: "a modifier of DaemonPortOptions",
    lines: (piece) => ["V10", `O DaemonPortOptions=Port=587, Name=MSA, Addr=192.0.2.1${piece}`],
    pieces: letters.map((letter) => `, M=${letter}`),
  },
  {
    name: "a key of DaemonPortOptions",
    lines: (piece) => ["V10", `O DaemonPortOptions=Port=2525${piece}`, "Xspam, S=inet:783@127.0.0.1"],
    pieces: [
      ", Addr=192.0.2.1",
      ", Family=inet6",
      ", Family=iso",
      ", Family=local",
      ", children=3",
      ", children=many",
      ", delayLA=3",
      ", refuseLA=3",
      ", queueLA=3",
      ", DeliveryMode=q",
      ", Listen=5",
      ", SndBufSize=9000",
      ", RcvBufSize=9000",
      ", InputMailFilters=spam",
      ", InputMailFilters=missing",
      ", InputMailFilters=",
      ", Port=2526",
      ", Wonder=1",
      ", Addr=192.0.2.1, Addr=192.0.2.2",
    ],
  },
  {
    name: "a modifier of ClientPortOptions",
    lines: (piece) => ["V10", `O ClientPortOptions=Addr=192.0.2.1${piece}`],
    pieces: letters.map((letter) => `, M=${letter}`),
  },
  {
    name: "a key of ClientPortOptions",
    lines: (piece) => ["V10", `O ClientPortOptions=${piece.slice(2)}`],
    pieces: [
      ", Addr=192.0.2.1",
      ", Addr=IPv6:2001:db8::1",
      ", Family=iso",
      ", Port=2525",
      ", SndBufSize=9000",
      ", RcvBufSize=9000",
    ],
  },
  {
    name: "an equate of a milter",
    lines: (piece) => ["V10", `Xspam, S=inet:783@127.0.0.1${piece}`, "O InputMailFilters=spam"],
    pieces: [
      ", F=R",
      ", F=T",
      ", F=4",
      ", F=X",
      ", T=C:7m",
      ", T=S:70s",
      ", T=R:70s",
      ", T=E:9m",
      ", T=Q:9m",
      ", T=C:soon",
      ", Q=1",
    ],
  },
  ...["IPC", "/usr/bin/deliver"].map(
    (path): Pieces => ({
      name: `an equate of a mailer by ${path}`,
      lines: (piece) => [
        `Mesmtp, P=${path === "IPC" ? "[IPC]" : path}, F=mDFMuXa, S=10, R=20${piece}, A=TCP $h`,
        ...library.slice(1),
      ],
      pieces: [
        ", U=daemon",
        ", M=1000",
        ", L=80",
        ", E=!",
        ", D=/tmp",
        ", /=/jail",
        ", W=60",
        ", r=5",
        ", m=5",
        ", N=10",
        ", C=utf-8",
        ", Q=slow",
      ],
    }),
  ),
  {
    name: "an equate of the local mailer",
    lines: (piece) => [
      `Mlocal, P=/usr/lib/mail.local, F=lsDFMAw5:/|@qm, S=10, R=20${piece}, A=mail $u`,
      ...library.slice(1),
    ],
    pieces: [
      ", M=1000",
      ", L=80",
      ", E=!",
      ", D=/tmp",
      ", /=/jail",
      ", W=60",
      ", r=5",
      ", m=5",
      ", N=10",
      ", C=x",
      ", Q=s",
    ],
  },
  {
    name: "an argument of the mailbox program",
    lines: (piece) => [`Mlocal, P=/opt/fill, F=lsDFMAw5:/|@qm, S=10, R=20, A=fill${piece}`, ...library.slice(1)],
    pieces: [" $u", " $h", " $f", " $g", " $i", " $&{client_addr}", " $&{load_avg}", " $t", " text"],
  },
  {
    name: "a flag of a mailer",
    lines: (piece) => [
      `Mlocal, P=/usr/lib/mail.local, F=lsDFMAw5:/|@qm${piece}, S=10, R=20, A=mail $u`,
      ...library.slice(1),
    ],
    pieces: [..."Bijp369~GJOQTVYtvy"],
  },
];

/** Everything that is written, without the places that it comes from. */
function outcome(lines: readonly string[]): string {
  const small = translated(lines);
  const { parameters, services } = small.translation.config;
  const notes = small.claims.map(({ disposition, note }) => `${disposition} ${note}`);
  return JSON.stringify({ parameters, services, notes }, (key, value) => (key === "origins" ? undefined : value));
}

describe("what a configuration says is never dropped without a word", () => {
  for (const { name, lines, pieces } of directives) {
    it(name, () => {
      const without = outcome(lines(""));
      const silent = pieces.filter((piece) => outcome(lines(piece)) === without);
      expect(silent).toEqual([]);
    });
  }
});
