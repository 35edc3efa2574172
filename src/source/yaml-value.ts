import { parse } from "yaml";

/** The value of a YAML text; throws with the place of an error. Import it when it is needed: the parser is large. */
export function yamlValue(text: string): unknown {
  return parse(text);
}
