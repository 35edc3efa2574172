import { describe, expect, it } from "vitest";
import { claimsOnMc } from "../../../src/expand/mc/claims.ts";
import { expandMc } from "../../../src/expand/sendmail-mc.ts";
import { parseCf } from "../../../src/syntax/sendmail-cf/parse.ts";

function expand(text: string) {
  const missing = (path: string) => ({
    ok: false as const,
    path,
    failure: { kind: "missing" as const, reason: "no such file" },
  });
  return expandMc(
    { path: "sendmail.mc", text },
    { cfDir: undefined, readLibrary: missing, readSite: missing, host: "build.example.com" },
  );
}

/** The cf lines that a call makes, in a file with MAILER(smtp) and MAILER(local). */
function linesOf(call: string): readonly string[] {
  const expansion = expand(`${call}dnl\nMAILER(\`local')dnl\nMAILER(\`smtp')dnl\n`);
  const lines = expansion.cf.text.split("\n");
  return lines
    .filter((_, at) => expansion.directivesOf(at + 1)[0]?.span.line === 1)
    .filter((line) => !/^[RS\t]/.test(line) && line !== "");
}

describe("a .mc without the m4 library", () => {
  const calls: readonly (readonly [string, readonly string[]])[] = [
    ["define(`confMAX_HOP', `30')", ["O MaxHopCount=30"]],
    ["define(`confTO_QUEUERETURN', `3d')", ["O Timeout.queuereturn=3d"]],
    ["define(`SMART_HOST', `relay.example.com')", ["DSrelay.example.com"]],
    ["define(`ALIAS_FILE', `/etc/aliases')", ["O AliasFile=/etc/aliases"]],
    ["MASQUERADE_AS(`example.com')", ["DMexample.com"]],
    ["MASQUERADE_DOMAIN(`a.example b.example')", ["CMa.example b.example"]],
    ["LOCAL_DOMAIN(`a.example')", ["Cwa.example"]],
    ["RELAY_DOMAIN_FILE(`/etc/mail/relay')", ["FR/etc/mail/relay"]],
    ["FEATURE(`use_cw_file')", ["Fw/etc/mail/local-host-names"]],
    ["FEATURE(`mailertable', `hash -o /etc/mail/mailertable')", ["Kmailertable hash -o /etc/mail/mailertable"]],
    ["FEATURE(`virtusertable')", ["Kvirtuser hash /etc/mail/virtusertable"]],
    [
      "FEATURE(`access_db', `hash -T<TMPF> /etc/mail/access')",
      [
        "C{Accept}OK RELAY",
        "C{Tls}VERIFY ENCR",
        "C{TlsVerified}OK TRUSTED",
        "C{Src}E F D U",
        "Kaccess hash -T<TMPF> /etc/mail/access",
      ],
    ],
    ["DAEMON_OPTIONS(`Port=smtp, Name=MTA')", ["O DaemonPortOptions=Port=smtp, Name=MTA"]],
    ["INPUT_MAIL_FILTER(`one', `S=local:/run/one')", ["O InputMailFilters=one", "Xone, S=local:/run/one"]],
    ["TRUST_AUTH_MECH(`PLAIN LOGIN')", ["C{TrustAuthMech}PLAIN LOGIN"]],
  ];
  it.each(calls)("%s", (call, lines) => {
    expect(linesOf(call)).toEqual(lines);
  });

  it("mailer flags are modified", () => {
    const { cf } = expand(
      "MODIFY_MAILER_FLAGS(`LOCAL', `+S')dnl\nMODIFY_MAILER_FLAGS(`SMTP', `-m')dnl\nMAILER(`smtp')\n",
    );
    expect(cf.text).toMatch(/^Mlocal, .*F=lsDFMAw5:\/\|@qPrmn9S,/m);
    expect(cf.text).toMatch(/^Msmtp, .*F=DFMuX,/m);
  });

  it("what it writes is a cf file without a mistake, raw sections included", () => {
    const expansion = expand(
      "OSTYPE(`linux')\nFEATURE(`nullclient', `hub.example.com')\nLOCAL_CONFIG\nCwx.example\nLOCAL_RULE_0\nRx\t$#local $: x\n",
    );
    expect(expansion.diagnostics).toEqual([]);
    expect(parseCf(expansion.cf).diagnostics).toEqual([]);
    expect(expansion.cf.text).toMatch(/^SParseLocal=98\n+Rx\t\$#local \$: x$/m);
  });

  it("says what only the library could tell", () => {
    const expansion = expand("FEATURE(`redirect')\nFEATURE(`no_such_feature')\nMAILER(`strange')\n");
    expect(claimsOnMc(expansion, [], []).map(({ code }) => code)).toContain("MC1103");
    expect(expansion.diagnostics.map(({ code, message, at }) => [code, at?.line, message])).toEqual([
      ["MC1040", 2, "*** ERROR: FEATURE(no_such_feature) is not known without the m4 library"],
      ["MC1040", 3, "*** ERROR: MAILER(strange) is not known without the m4 library"],
    ]);
  });
});
