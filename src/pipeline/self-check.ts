import { checkPostfix } from "../check/postfix/index.ts";
import { type Diagnostic, sortDiagnostics } from "../diagnostics/diagnostic.ts";
import type { IndexedType } from "../postfix/config.ts";
import type { PostfixFiles } from "../postfix/read/files.ts";
import type { LocatedSource } from "../source/locate.ts";
import type { Conversion } from "./convert.ts";
import { emittedFiles } from "./emitted-files.ts";
import { openPostfix } from "./postfix.ts";

/** Lines of one table that are looked at: what is wrong with the rows that convert writes shows in the first of them. */
const LINES = 20_000;

/** The static checks of `check`, on what convert writes and before anybody uses it; places are in the written files. */
export function checkConversion(
  { site, readsThisMachine }: LocatedSource,
  facts: ReadonlyMap<string, string>,
  conversion: Conversion,
  mapType: IndexedType,
): readonly Diagnostic[] {
  const files = firstLines(emittedFiles(conversion.config, mapType, site));
  const opened = openPostfix(files, site, { facts, version: conversion.config.version });
  const found = checkPostfix({
    directory: opened.config,
    resolver: opened.resolver,
    decider: opened.decider,
    knowsHost: !readsThisMachine,
  });
  return sortDiagnostics(found);
}

function firstLines(files: PostfixFiles): PostfixFiles {
  return {
    ...files,
    *lines(path) {
      for (const line of files.lines(path)) {
        if (line.number > LINES) return;
        yield line;
      }
    },
  };
}
