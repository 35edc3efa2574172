import vendors from "./generated/vendor-settings.json" with { type: "json" };

interface VendorSettings {
  readonly settings: Readonly<Record<string, string>>;
  readonly presets: Readonly<Record<string, string>>;
}

const { ostype, domain }: Readonly<Record<"ostype" | "domain", Readonly<Record<string, VendorSettings>>>> = vendors;

/**
 * m4 text that defines `_O_NAME` for every OSTYPE and `_D_NAME` for every DOMAIN whose name stands in `mc`: what they
 * set, and what gives way to a setting before the call. Other names are left out: there are many.
 */
export function vendorMacros(mc: string): string {
  const asked = (prefix: string, all: Readonly<Record<string, VendorSettings>>): readonly string[] =>
    Object.entries(all)
      .filter(([name]) => mc.includes(name))
      .map(([name, settings]) => macroFor(`${prefix}${name}`, settings));
  return [...asked("_O_", ostype), ...asked("_D_", domain)].join("\n");
}

/** Values may hold any quote, so they are written between others, and taken over by name. */
function macroFor(name: string, { settings, presets }: VendorSettings): string {
  const all = [...Object.entries(settings), ...Object.entries(presets)];
  const held = all.map(([setting, value]) => `define(\x01${name}:${setting}\x02, \x01${value}\x02)`).join("");
  const taken = (macro: string, values: Readonly<Record<string, string>>): string =>
    Object.keys(values)
      .map((setting) => `${macro}(\`${setting}', defn(\`${name}:${setting}'))`)
      .join("");
  const body = taken("define", settings) + taken("_preset", presets);
  return `changequote(\x01,\x02)${held}changequote\ndefine(\`${name}', \`${body}')`;
}
