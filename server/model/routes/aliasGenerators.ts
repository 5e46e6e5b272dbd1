/** Aliases that a model makes of the names of its fields. */
import { ancestors, type Run } from "#model/routes/run";
import { type ClassValue, type Place, sameValue, text, type Value } from "#model/routes/value";

const KNOWN: ReadonlyMap<string, (name: string) => string> = new Map([
  ["pydantic.alias_generators.to_camel", camelCase],
  ["pydantic.alias_generators.to_pascal", pascalCase],
  ["pydantic.alias_generators.to_snake", (name: string) => name],
  ["humps.camelize", camelCase],
]);

/** What the configuration of a model calls a field that says nothing itself; `undefined` for no name of its own. */
export function generatedAlias(
  of: ClassValue,
  name: string,
  place: Place,
  run: Run,
): string | undefined {
  const generator = generatorOf(of);
  if (generator === undefined) return undefined;
  if (generator.kind === "external") return KNOWN.get(generator.name)?.(name);
  const given = run.call(generator, { positional: [text(name)], keywords: new Map(), place });
  return given.kind === "text" ? given.value : undefined;
}

/** The nearest class that sets one decides. */
function generatorOf(of: ClassValue): Value | undefined {
  for (const ancestor of ancestors(of)) {
    if (typeof ancestor === "string") continue;
    const older = ancestor.members.get("Config");
    const found =
      entryOf(ancestor.members.get("model_config")) ??
      (older?.kind === "class" ? older.members.get("alias_generator") : undefined);
    if (found !== undefined) return found.kind === "none" ? undefined : found;
  }
  return undefined;
}

/** Of `ConfigDict(alias_generator=…)`, or of a dictionary. */
function entryOf(configuration: Value | undefined): Value | undefined {
  if (configuration?.kind === "external")
    return configuration.call?.keywords.get("alias_generator");
  if (configuration?.kind !== "dictionary") return undefined;
  return configuration.entries.find(({ key }) => sameValue(key, text("alias_generator")))?.value;
}

function camelCase(name: string): string {
  return name.replace(/(?<=[A-Za-z0-9])_+([A-Za-z0-9])/g, (_, letter: string) =>
    letter.toUpperCase(),
  );
}

function pascalCase(name: string): string {
  return camelCase(name).replace(/^_*[a-z]/, (start) => start.toUpperCase());
}
