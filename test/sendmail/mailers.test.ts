import { describe, expect, it } from "vitest";
import { mailerFlagLetters, mailerFlagMeaning } from "../../src/sendmail/catalogue/mailer-flags.ts";
import { mapClassEntries, mapClassNamed } from "../../src/sendmail/catalogue/map-classes.ts";
import { placesOf, readCf } from "../support/cf.ts";

function flags(text: string, name: string): string | undefined {
  const mailer = readCf(text).config.mailers.get(name);
  return mailer && [...mailer.flags].sort().join("");
}

const local = "Mlocal, P=/bin/mail, F=ls, A=mail -d $u\n";

describe("mailers", () => {
  it("get the flags that old levels imply", () => {
    expect(flags(`V10\n${local}`, "local")).toBe("ls");
    expect(flags(`V6\n${local}`, "local")).toBe("lqs");
    expect(flags(`V5\n${local}`, "local")).toBe("/5:@Alqsw|");
    expect(flags(`V5\nMprog, P=/bin/sh, F=lsm, A=sh -c $u\n`, "prog")).toBe("loqs");
    expect(flags(`V1\nMtcp, P=[IPC], F=mL, A=IPC $h\n`, "tcp")).toBe("7Lm");
    expect(flags(`V2\nMtcp, P=[IPC], F=mL, A=IPC $h\n`, "tcp")).toBe("Lm");
  });

  it("are known without regard to case, and the last definition counts as a whole", () => {
    const { config, diagnostics } = readCf(`V10\nMLocal, P=/bin/a, F=lw, D=/x, A=a\n${local}`);
    expect(config.mailers.get("local")).toMatchObject({ path: "/bin/mail", argv: "mail -d $u" });
    expect(config.mailers.get("local")?.equates.has("D")).toBe(false);
    expect(placesOf(diagnostics)).toEqual(["3:1-40 CF1034"]);
    expect(config.superseded.size).toBe(1);
  });

  it.each([
    ["Mx, P=/bin/x", "CF1031"],
    ["Mx, A=x", "CF1031"],
    ["Mx, P=[IPC], A=TCP", "CF1037"],
    ["Mx, P=[FILE], A=FILE", "CF1037"],
    ["Mx, P=/bin/x, S=, A=x", "CF1027"],
    ["Mx, P=/bin/x, R=10/100, A=x", "CF1028"],
  ])("are dropped: %s", (line, code) => {
    const { config, diagnostics } = readCf(`V10\n${local}${line}\n`);
    expect(config.mailers.has("x")).toBe(false);
    expect(diagnostics.map((one) => one.code)).toEqual([code]);
  });

  it.each([
    ["Mx, P=/bin/x, Y=1, A=x", "CF1032"],
    ["Mx, P=/bin/x, E=, A=x", "CF1036"],
    ["Mx, P=[TCP], A=TCP $h", "CF1035"],
    ["Mx, P=/bin/x, F=V, A=x", "CF1033"],
    ["Mx, P=/bin/x, S=Nowhere, A=x", "CF1082"],
  ])("are kept, with a finding: %s", (line, code) => {
    const { config, diagnostics } = readCf(`V10\n${local}${line}\n`);
    expect(config.mailers.has("x")).toBe(true);
    expect(diagnostics.map((one) => one.code)).toEqual([code]);
  });

  it("may have a flag that only a header line asks for", () => {
    expect(readCf(`V10\n${local}Mx, P=/bin/x, F=V, A=x\nH?V?X-Seen: yes\n`).diagnostics).toEqual([]);
  });

  it("have all flags of two F= fields, and the last value of any other field", () => {
    const text = "V10\nMlocal, P=/bin/a, F=l, F=s, P=/bin/b, A=a\n";
    expect(flags(text, "local")).toBe("ls");
    expect(readCf(text).config.mailers.get("local")?.path).toBe("/bin/b");
  });
});

describe("rulesets", () => {
  const sets = (text: string): readonly (readonly [string, number | undefined, number])[] =>
    readCf(text).config.rulesets.map(({ name, number, rules }) => [name, number, rules.length]);

  it("go on where they ended when they are named again, by name or by number", () => {
    expect(sets("V10\nScanonify=3\nRa\tb\nS0\nRa\tb\nS3\nRa\tb\nScanonify\nRa\tb\n")).toEqual([
      ["canonify", 3, 3],
      ["0", 0, 1],
    ]);
  });

  it("take a name for a number that was used before", () => {
    expect(sets("V10\nS98\nRa\tb\nSLocal=98\nRa\tb\n")).toEqual([["Local", 98, 2]]);
  });

  it("keep the number that they got first, also from a mailer that names them", () => {
    const { config, diagnostics } = readCf(
      `V10\nMlocal, P=/bin/mail, F=ls, S=From, A=mail\nSFrom=11\nRa\tb\nSTo=12\nSTo=13\nRa\tb\n`,
    );
    expect(config.rulesets.map(({ name, number }) => [name, number])).toEqual([
      ["From", undefined],
      ["To", 12],
    ]);
    expect(diagnostics.map((one) => one.code)).toEqual(["CF1029", "CF1029"]);
  });

  it("lose the rules behind a line that names no ruleset", () => {
    expect(sets("V10\nS0\nRa\tb\nS120\nRa\tb\nS-\nRa\tb\n")).toEqual([["0", 0, 1]]);
  });
});

describe("maps", () => {
  it("are known without regard to case, and the last definition counts", () => {
    const { config } = readCf("V10\nKAccess hash -o /etc/a\nKaccess btree -a<OK> /etc/$m/b\n");
    expect(config.maps.get("access")).toMatchObject({ mapClass: "btree", spec: "/etc/example.com/b" });
    expect(config.maps.get("access")?.flags).toEqual(new Map([["a", "<OK>"]]));
    expect(config.superseded.size).toBe(1);
  });

  it("keep an expression as one text", () => {
    expect(readCf("V10\nKr regex -a@M ^(a b)$$\n").config.maps.get("r")?.spec).toBe("^(a b)$");
  });

  it.each([
    ["Kx nothing /etc/x", "CF1061"],
    ["Kx mysql q", "CF1061"],
    ["Kx hash -x /etc/x", "CF1062"],
    ["Kx hash", "CF1063"],
    ["Kx sequence y", "CF1065"],
  ])("are kept, with a finding: %s", (line, code) => {
    const { config, diagnostics } = readCf(`V10\n${line}\n`);
    expect(config.maps.has("x")).toBe(true);
    expect(diagnostics.map((one) => one.code)).toEqual([code]);
  });
});

describe("headers, filters and what is used without being defined", () => {
  it("add up, but a later check of the same header replaces the earlier one", () => {
    const { config } = readCf("V10\nSa\nRa\tb\nSb\nRa\tb\nHX: one\nHX: two\nHSubject: $>a\nHsubject: $>b\n");
    expect(config.headers.map((header) => header.check?.ruleset ?? header.value.text)).toEqual(["one", "two", "b"]);
    expect(config.superseded.size).toBe(1);
  });

  it("let the first of two filters with one name count", () => {
    const { config, diagnostics } = readCf("V10\nXf, S=local:/a\nXF, S=local:/b\n");
    expect(config.milters.map((milter) => milter.equates[0]?.munched)).toEqual(["local:/a"]);
    expect(diagnostics.map((one) => one.code)).toEqual(["CF1038"]);
  });

  it("are told once each", () => {
    const text = `V10\n${local}S0\nRa\t$>none $(nomap x $)\nRb\t$>none $(nomap x $)\nRc\t$#nomail $@ h $: u\nRd\t$#TEMP $@ 4.0.0 $: x\n`;
    expect(readCf(text).diagnostics.map((one) => one.code)).toEqual(["CF1082", "CF1064", "CF1083"]);
  });
});

describe("the catalogues", () => {
  it("have a sentence for every flag and map class", () => {
    expect(mailerFlagLetters().length).toBeGreaterThan(50);
    for (const letter of mailerFlagLetters()) expect(mailerFlagMeaning(letter)).toMatch(/\.$/);
    for (const entry of mapClassEntries()) expect(entry.meaning).toMatch(/^[A-Za-z].*\.$/);
    expect(mapClassNamed("HASH")?.name).toBe("hash");
  });
});
