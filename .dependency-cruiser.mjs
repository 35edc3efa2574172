// The walls of the house (ARCHITECTURE.md). A rule's name is the sentence that it keeps true.
const rooms = "source|diagnostics|syntax|expand|sendmail|model|lift|translate|postfix|diff|check|report|runtime|cli";

/** Files of `room` may import their own room, the rooms in `doors`, and nothing else of src or grammars. */
function mayOnlyImport(name, from, doors, comment) {
  const allowed = doors.map((door) => (door === "grammars" ? "^grammars/" : `^src/${door}`));
  return {
    name,
    severity: "error",
    comment,
    from: { path: from },
    to: { path: ["^src/", "^grammars/"], pathNot: [from, ...allowed] },
  };
}

export default {
  forbidden: [
    mayOnlyImport(
      "grammars-know-only-chevrotain",
      "^grammars/",
      [],
      "A grammar says what a notation is; it knows nothing of what is done with it.",
    ),
    mayOnlyImport(
      "source-is-the-ground-floor",
      "^src/source/",
      [],
      "Everything stands on files and spans; they stand on nothing.",
    ),
    mayOnlyImport(
      "diagnostics-point-at-sources-only",
      "^src/diagnostics/",
      ["source/"],
      "A diagnostic is a value with a place.",
    ),
    mayOnlyImport(
      "syntax-is-text-and-trees",
      "^src/syntax/",
      ["source/", "diagnostics/", "grammars"],
      "Parsing never asks what a line means.",
    ),
    mayOnlyImport(
      "expand-sees-syntax-only",
      "^src/expand/",
      ["source/", "diagnostics/", "syntax/", "grammars"],
      "Macro expansion knows text, not mail.",
    ),
    mayOnlyImport(
      "sendmail-knows-only-sendmail",
      "^src/sendmail/",
      ["source/", "diagnostics/", "syntax/"],
      "The engine must stay a faithful sendmail, whatever it is compared with.",
    ),
    mayOnlyImport("model-is-a-leaf", "^src/model/", ["source/"], "The policy is plain data in nobody's words."),
    mayOnlyImport(
      "lift-never-meets-postfix",
      "^src/lift/",
      ["source/", "diagnostics/", "syntax/", "expand/", "sendmail/", "model/"],
      "What sendmail says must not be bent to what Postfix can do.",
    ),
    mayOnlyImport(
      "translate-never-meets-sendmail",
      "^src/translate/",
      ["source/", "diagnostics/", "model/", "postfix/"],
      "A translation that needs the cf text has found a hole in the policy.",
    ),
    mayOnlyImport(
      "postfix-knows-only-postfix",
      "^src/postfix/",
      ["source/", "diagnostics/", "syntax/", "grammars"],
      "The resolver must stay a faithful Postfix.",
    ),
    mayOnlyImport(
      "diff-compares-policies-and-configurations",
      "^src/diff/",
      ["source/", "diagnostics/", "model/", "postfix/"],
      "Differences are found on data, not on text.",
    ),
    mayOnlyImport(
      "check-has-windows-on-both-sides",
      "^src/check/",
      ["source/", "diagnostics/", "model/", "postfix/", "sendmail/", "diff/"],
      "The one room that may see both programs.",
    ),
    mayOnlyImport(
      "runtime-runs-what-was-emitted",
      "^src/runtime/",
      // hosts.allow and hosts.deny are applied as they are (docs/adr/0010).
      ["source/", "diagnostics/", "postfix/", "syntax/hosts-access/"],
      "What is checked is what runs: the server knows the Postfix directory and nothing else.",
    ),
    mayOnlyImport(
      "cli-goes-through-the-pipeline",
      "^src/cli/",
      ["pipeline", "report/", "runtime/", "source/", "diagnostics/"],
      "Commands read flags and write files; stages are the pipeline's.",
    ),
    {
      name: "report-reads-results-only",
      severity: "error",
      comment: "A renderer is a pure function of a result; it may know the type of any room, and run none.",
      from: { path: "^src/report/" },
      to: { path: "^src/", pathNot: ["^src/(report|source|diagnostics)/"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "features-do-not-chat",
      severity: "error",
      comment: "A feature that needs another one's facts needs them in the policy.",
      from: { path: "^src/(lift|translate)/([^/.]+)", pathNot: "^src/(lift|translate)/index\\.ts$" },
      to: { path: "^src/$1/", pathNot: ["^src/$1/$2[/.]", "^src/$1/(context|shared)[/.]"] },
    },
    {
      name: "io-at-the-edges",
      severity: "error",
      comment: "Files and sockets are opened where a configuration is read, written or run, and nowhere between.",
      from: { path: "^src/", pathNot: ["^src/source/", "^src/cli/", "^src/runtime/"] },
      to: { path: "^(node:)?(fs|net|tls|child_process|dgram|http|https)(/promises)?$" },
    },
    {
      name: "chevrotain-has-one-door",
      severity: "error",
      comment: "Only grammars and their trees know the parser library.",
      from: { path: "^src/", pathNot: "^src/(syntax|expand)/" },
      to: { path: "node_modules/chevrotain" },
    },
    {
      name: "mail-libraries-live-in-the-runtime",
      severity: "error",
      comment: "Converting and checking never load a mail server.",
      from: { path: "^src/", pathNot: "^src/(runtime|cli)/" },
      to: { path: "node_modules/(smtp-server|mailparser|nodemailer|imapflow)" },
    },
    {
      name: "no-circular",
      severity: "error",
      comment: "A circle has no top and no bottom.",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-circle-of-types-either",
      severity: "error",
      comment:
        "What two files both need is a file of its own. A ruleset's program and the session that runs it are one thing.",
      from: { pathNot: "^src/(sendmail/ruleset|source)/" },
      to: { circular: true },
    },
    {
      name: "no-orphans",
      severity: "error",
      comment: "A file that nothing imports is dead.",
      from: { orphan: true, path: `^src/(${rooms})/`, pathNot: ["\\.d\\.ts$", "^src/cli/main\\.ts$", "worker"] },
      to: {},
    },
    {
      name: "no-dep-on-test",
      severity: "error",
      comment: "Product code does not know its tests.",
      from: { path: "^(src|grammars)/" },
      to: { path: "^(test|fixtures|scripts)/" },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { extensions: [".ts", ".mjs", ".js", ".json"] },
  },
};
