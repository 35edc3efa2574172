import type { Fact } from "../model/fact.ts";
import { written } from "../source/origin.ts";
import type { LiftContext, Lifted } from "./context.ts";

/** T lines and class t: users who may name another sender without a warning (op.me, "T -- Define Trusted Users"). */
export function liftTrustedUsers({ config }: LiftContext): Lifted<readonly Fact<readonly string[]>[]> {
  const value = config.directives.flatMap((line): readonly Fact<readonly string[]>[] => {
    if (line.kind === "trusted") {
      const users = line.users.map((user) => user.text);
      return [{ value: users, origins: [written(line.span)], certainty: "stated" }];
    }
    if ((line.kind !== "class" && line.kind !== "class-file") || line.name !== "t") return [];
    const users = line.kind === "class" ? line.members.map((member) => member.text) : [];
    return [{ value: users, origins: [written(line.span)], certainty: "stated" }];
  });
  return { value, claims: [], diagnostics: [] };
}
