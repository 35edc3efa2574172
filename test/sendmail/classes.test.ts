import { describe, expect, it } from "vitest";
import { classMembers, placesOf, readCf } from "../support/cf.ts";

describe("classes", () => {
  it("gather over lines and do not care for case", () => {
    const { config } = readCf("V10\nCPone two\nCPTWO three\n");
    expect(classMembers(config, "P")).toEqual(["one", "two", "three"]);
  });

  it("expand macros over the whole line before it is cut into words", () => {
    const { config } = readCf("V10\nDLa.example b.example\nDMyes\nCP$L c.$m $?M x y $| z $.\n");
    expect(classMembers(config, "P")).toEqual(["a.example", "b.example", "c.example.com", "x", "y"]);
  });

  it("copy another class as far as it is filled by then", () => {
    const { config } = readCf("V10\nCXone\nCY$=X two\nCXthree\nC{Z}$={Y}\n");
    expect(classMembers(config, "Y")).toEqual(["one", "two"]);
    expect(classMembers(config, "Z")).toEqual(["one", "two"]);
  });

  it("may copy themselves without end", () => {
    expect(classMembers(readCf("V10\nCX$=X one\nCX$=X\n").config, "X")).toEqual(["one"]);
  });

  it("take T lines for class t", () => {
    expect(classMembers(readCf("V10\nTroot daemon\nCtuucp\n").config, "t")).toEqual(["root", "daemon", "uucp"]);
  });

  it("lose what does not fit into sendmail's line buffer, with a finding", () => {
    const names = Array.from({ length: 300 }, (_, index) => `h${index}.example`);
    const { config, diagnostics } = readCf(`V10\nCP${names.join(" ")}\n`);
    expect(placesOf(diagnostics)).toEqual(["2:1-3792 CF1006"]);
    expect(classMembers(config, "P").length).toBeLessThan(names.length);
  });
});

describe("class files", () => {
  const file = "one two # three\n indented x\n# comment\n # notcomment\nfive#six\n\ntab\tsep\n";
  const members = (line: string): readonly string[] =>
    classMembers(readCf(`V10\n${line}\n`, { files: { "/etc/mail/f": file } }).config, "A");

  it("give the first word of each line, where no format is given", () => {
    expect(members("FA/etc/mail/f")).toEqual(["one", "indented", "#", "five#six", "tab"]);
  });

  it("give all words before a # with the format of the m4 library", () => {
    expect(members("FA-o /etc/mail/f %[^\\#]")).toEqual(["one", "two", "indented", "x", "five", "tab", "sep"]);
  });

  it("give whole lines where a forgotten backslash made a comment of the format's end", () => {
    expect(members("FA/etc/mail/f %[^#]")).toEqual([
      "one",
      "two",
      "#",
      "three",
      "indented",
      "x",
      "notcomment",
      "five#six",
      "tab",
      "sep",
    ]);
  });

  it("give the second word where the first is skipped", () => {
    expect(members("FA/etc/mail/f %*s %s")).toEqual(["two", "x", "notcomment", "sep"]);
  });

  it("give nothing where the format stores two words", () => {
    expect(members("FA/etc/mail/f %s %s")).toEqual(["five#six"]);
  });

  it("do not replace macros or copy classes", () => {
    const { config } = readCf("V10\nFA/etc/f\n", { files: { "/etc/f": "$=w\n$m\n" } });
    expect(classMembers(config, "A")).toEqual(["$=w", "$m"]);
  });

  it("remember the line that each member stands in", () => {
    const { config } = readCf("V10\nFA/etc/mail/f\n", { files: { "/etc/mail/f": "# head\nhost.example\n" } });
    expect(config.classFiles[0]).toMatchObject({
      state: "read",
      path: "/etc/mail/f",
      members: [{ text: "host.example", origin: { kind: "written", span: { file: "etc/mail/f", line: 2 } } }],
    });
  });

  it("are a finding when they are missing, unless they are optional", () => {
    const { config, diagnostics } = readCf("V10\nFw/etc/mail/none\nFx-o /etc/mail/none\n");
    expect(placesOf(diagnostics)).toEqual(["2:1-17 CF1070"]);
    expect(config.classFiles.map((one) => one.state)).toEqual(["missing", "missing-optional"]);
  });

  it("cannot be directories, and are never looked for outside of the site", () => {
    const { config } = readCf("V10\nFw/etc\nFx/../../../etc/passwd\n", { files: { "/etc/passwd": "root:x\n" } });
    expect(config.classFiles.map((one) => one.state)).toEqual(["unreadable", "read"]);
    expect(classMembers(config, "x")).toEqual(["root:x"]);
  });

  it("never run a program", () => {
    const { config, diagnostics } = readCf("V10\nF{users}|/bin/touch /tmp/cf2postfix-must-not-exist\n");
    expect(config.classFiles).toMatchObject([{ state: "not-run", members: [] }]);
    expect(diagnostics.map((one) => one.code)).toEqual(["CF1071"]);
  });

  it("say that a map is asked for the members", () => {
    const { config, diagnostics } = readCf("V10\nFw@LDAP\n");
    expect(config.classFiles).toMatchObject([{ state: "external", path: "@ldap:" }]);
    expect(diagnostics.map((one) => one.code)).toEqual(["CF1073"]);
  });
});

describe("class w", () => {
  const hosts =
    "127.0.0.1 localhost loop\n10.1.2.3 mail.example.com mail mailhost # main\n10.1.2.3 second.example.net\n";

  it("gets the host's names and addresses from the hosts file, and those of the loopback", () => {
    const { config } = readCf("V10\n", { files: { "/etc/hosts": hosts } });
    expect([...classMembers(config, "w")].sort()).toEqual([
      "[10.1.2.3]",
      "[127.0.0.1]",
      "[localhost]",
      "[loop]",
      "localhost",
      "loop",
      "mail",
      "mail.example.com",
      "mailhost",
    ]);
  });

  it("gets the short name where no hosts file tells the names", () => {
    expect(classMembers(readCf("V10\n").config, "w")).toContain("mail");
  });

  it("gets $j, whatever the file makes of it", () => {
    expect(classMembers(readCf("V10\nDjgate.example.org\n").config, "w")).toContain("gate.example.org");
  });

  it("gets no names of interfaces when the file forbids to look", () => {
    const members = classMembers(readCf("V10\nO DontProbeInterfaces=True\n").config, "w");
    expect(members).not.toContain("[127.0.0.1]");
    const loopback = classMembers(readCf("V10\nO DontProbeInterfaces=loopback\n").config, "w");
    expect(loopback).toContain("[127.0.0.1]");
    expect(loopback).not.toContain("localhost");
  });
});
