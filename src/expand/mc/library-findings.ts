import type { MachineFinding } from "../m4/machine.ts";

const missing = /^cannot open `(.*)': No such file or directory$/;
const part = /(?:^|\/)(ostype|domain|feature|mailer|hack|siteconfig|m4|debian)\/([^/]*)\.m4$/;

const nouns: Readonly<Record<string, string>> = {
  ostype: "operating system",
  domain: "domain file",
  feature: "feature",
  mailer: "mailer",
  hack: "hack",
  siteconfig: "site file",
};

/**
 * Says in an administrator's words when a file is missing from the library itself: it is of another version than the
 * .mc was written for, it is not whole, or it never had such a part.
 */
export function libraryFindings(
  findings: readonly MachineFinding[],
  cfDir: string | undefined,
  cf: string,
): readonly MachineFinding[] {
  if (cfDir === undefined) return findings;
  const version = /^DZ(\S+)/m.exec(cf)?.[1];
  const library =
    version === undefined ? `the m4 library ${cfDir}` : `the m4 library of sendmail ${version} (${cfDir})`;
  return findings.map((finding) => {
    const path = finding.code === "MC1010" ? missing.exec(finding.message)?.[1] : undefined;
    if (path === undefined) return finding;
    if (path === `${cfDir}/m4/cf.m4`) {
      return { ...finding, code: "MC1011", message: `${cfDir} holds no m4 library of sendmail: m4/cf.m4 is missing` };
    }
    const match = part.exec(path);
    if (!match?.[1] || !path.startsWith(`${cfDir}/`)) return finding;
    const noun = Object.hasOwn(nouns, match[1]) ? nouns[match[1]] : undefined;
    if (noun === undefined) {
      return { ...finding, code: "MC1012", message: `${library} is not whole: ${match[1]}/${match[2]}.m4 is missing` };
    }
    return { ...finding, code: "MC1012", message: `${library} has no ${noun} ${match[2]}` };
  });
}
