import colors from "picocolors";

/** The few colours that reports use; all of them do nothing when colour is off. */
export type Paint = Pick<ReturnType<typeof colors.createColors>, "bold" | "dim" | "red" | "yellow" | "cyan" | "green">;

export function paintFor(colour: boolean): Paint {
  return colors.createColors(colour);
}
