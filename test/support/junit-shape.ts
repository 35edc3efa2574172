/**
 * What junit-10.xsd of Jenkins' xunit plugin allows of the elements that a test report may hold: attributes (`!` behind
 * a required one) and children. Written from the schema's statements; the schema itself is not here.
 */
const elements: Readonly<
  Record<string, { readonly attributes: string; readonly children: string; readonly text?: true }>
> = {
  testsuites: { attributes: "name time tests failures errors", children: "testsuite" },
  testsuite: {
    attributes: "name! tests! failures! errors! group time skipped timestamp hostname id package file log url",
    children: "testsuite properties testcase system-out system-err",
  },
  testcase: {
    attributes: "name! time classname group",
    children: "skipped error failure rerunFailure rerunError flakyFailure flakyError system-out system-err",
  },
  failure: { attributes: "type message", children: "", text: true },
  error: { attributes: "type message", children: "", text: true },
  skipped: { attributes: "type message", children: "", text: true },
  "system-out": { attributes: "", children: "", text: true },
  "system-err": { attributes: "", children: "", text: true },
};

const markup = /<\?xml [^?]*\?>|<(\/?)([A-Za-z-]+)((?:\s+[A-Za-z-]+="[^"<]*")*)\s*(\/?)>/g;

/** What is wrong with a JUnit report: an empty list for a good one. */
export function junitProblems(xml: string): readonly string[] {
  const problems: string[] = [];
  const open: string[] = [];
  let end = 0;
  for (const match of xml.matchAll(markup)) {
    problems.push(...textProblems(xml.slice(end, match.index), open.at(-1)));
    end = match.index + match[0].length;
    const [, closing, name, attributes = "", empty] = match;
    if (name === undefined) continue;
    if (closing) {
      if (open.pop() !== name) problems.push(`</${name}> closes nothing`);
      continue;
    }
    problems.push(...elementProblems(name, attributes, open.at(-1)));
    if (!empty) open.push(name);
  }
  problems.push(...textProblems(xml.slice(end), undefined), ...open.map((name) => `<${name}> is not closed`));
  return problems;
}

function elementProblems(name: string, attributes: string, parent: string | undefined): readonly string[] {
  const element = elements[name];
  if (!element) return [`<${name}> is no element of a report`];
  const allowed = parent === undefined ? ["testsuites", "testsuite"] : (elements[parent]?.children ?? "").split(" ");
  const given = [...attributes.matchAll(/([A-Za-z-]+)=/g)].map((each) => each[1] ?? "");
  const known = element.attributes.split(" ");
  return [
    ...(allowed.includes(name) ? [] : [`<${name}> inside <${parent}>`]),
    ...given.filter((each) => !known.includes(each) && !known.includes(`${each}!`)).map((each) => `${name}: ${each}`),
    ...known
      .filter((each) => each.endsWith("!") && !given.includes(each.slice(0, -1)))
      .map((each) => `${name} lacks ${each}`),
  ];
}

function textProblems(text: string, parent: string | undefined): readonly string[] {
  if (/<|&(?!(?:amp|lt|gt|quot|apos);)/.test(text)) return [`stray markup: ${text.trim().slice(0, 60)}`];
  if (/[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/.test(text)) return ["a character that XML 1.0 does not have"];
  return text.trim() === "" || (parent !== undefined && elements[parent]?.text)
    ? []
    : [`text: ${text.trim().slice(0, 60)}`];
}
