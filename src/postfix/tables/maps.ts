import { type Answer, failed, none, type Table } from "./table.ts";

/** One question to a table and its answer, for traces. */
export interface LookupNote {
  readonly parameter: string;
  readonly table: string;
  readonly key: string;
  readonly answer: Answer;
}

export type NoteLookup = (note: LookupNote) => void;

/** The tables of one list parameter, asked in order. */
export interface MapList {
  /** The parameter's name. */
  readonly parameter: string;
  readonly tables: readonly Table[];
  /** `partial`: the key is a part of an address, which only tables with exact keys are asked. */
  find(key: string, partial?: boolean, note?: NoteLookup): Answer;
}

/** The first table that has an answer gives it; one that fails ends the search (Postfix src/global/maps.c). */
export function mapList(parameter: string, tables: readonly Table[]): MapList {
  return {
    parameter,
    tables,
    find: (key, partial = false, note) => {
      if (key === "") return none;
      for (const table of tables) {
        if (partial && !table.fixed) continue;
        const answer = table.lookup(key);
        note?.({ parameter, table: table.reference, key, answer });
        if (answer.kind === "found" && answer.value === "") return failed(`${table.reference} has an empty result`);
        if (answer.kind !== "none") return answer;
      }
      return none;
    },
  };
}
