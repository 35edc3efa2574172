import { describe, expect, it } from "vitest";
import { ourM4 } from "../../support/m4-judge.ts";

describe("programs without an end are stopped with a message", () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ["a macro that is its own text", "define(`a', `a')a", /^m4:stdin:1: expansion of `a' does not end\n$/],
    ["a macro that grows", "define(`a', `a a')a", /expansion of `a' does not end/],
    ["a macro in its own argument", "define(`f', `f(f)')f", /recursion limit of 20000 exceeded/],
    ["a text that doubles itself", "define(`f', `f(`$1$1')')f(`xx')", /expansion of `f' does not end/],
    ["two macros that call each other", "define(`a', `b')define(`b', `a')a", /expansion of `[ab]' does not end/],
  ];
  it.each(cases)("%s", (_, program, message) => {
    const { errors, status } = ourM4(program);
    expect(errors).toMatch(message);
    expect(status).toBe(1);
  });

  it("a long loop is not mistaken for one", () => {
    const loop = "define(`loop', `ifelse($1, 20000, `end', `loop(incr($1))')')loop(0)";
    expect(ourM4(loop)).toEqual({ output: "end", errors: "", status: 0 });
  });

  it("deep nesting costs no stack", () => {
    const depth = 15_000;
    const program = `define(\`f', \`$1')${"f(".repeat(depth)}x${")".repeat(depth)}`;
    expect(ourM4(program)).toEqual({ output: "x", errors: "", status: 0 });
  });

  it("a regular expression that explodes is given up", () => {
    const { errors } = ourM4(`regexp(\`${"a".repeat(40)}b', \`\\(a*\\)*\\1*\\1*c')`);
    expect(errors).toMatch(/error matching regular expression/);
  });
});
