import { parse } from "yaml";

/** The value of a YAML text; throws with the place of an error. */
export function yamlValue(text: string): unknown {
  return parse(text);
}
