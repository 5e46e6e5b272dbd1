/** The names that a model gives to what is generated for it. */
import pluralize from "pluralize";
import type { Column } from "#generate/modelColumns";
import { Refusal } from "#generate/refusal";
import { integerType } from "#generate/schemaFields";
import type { Subject } from "#generate/template";

/** Keywords, and builtins that a model could be called like: neither can be the name of a variable or a module. */
const RESERVED = new Set(
  "and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield all any bin bool bytes dict dir eval exec filter float format hash help id input int iter len license list map match max min next object open print property range round set slice sorted str sum super tuple type vars zip".split(
    " ",
  ),
);

/** The names that the generated code uses for other things. */
export interface TakenNames {
  readonly classes: ReadonlySet<string>;
  /** Where a variable stands for the model. */
  readonly variables: ReadonlySet<string>;
}

/** Throws a `Refusal` where the class has a name that is taken. */
export function subjectFor(className: string, key: Column, taken: TakenNames): Subject {
  if (taken.classes.has(className))
    throw new Refusal(`${className} is also the name of something that the generated code uses.`);
  const words = wordsIn(className);
  const name = words.join("_");
  const variable = RESERVED.has(name) || taken.variables.has(name) ? `${name}_record` : name;
  return {
    className,
    variable,
    plural: pluralOf(variable.split("_")).join("_"),
    path: pluralOf(words).join("-"),
    key: key.name,
    keyParameter: key.name.startsWith(`${variable}_`) ? key.name : `${variable}_${key.name}`,
    keyType: key.type.text,
    keyInput: key.type.kind === "int" ? integerType(key) : key.type.text,
  };
}

/** `HTTPLogEntry` is `http`, `log`, `entry`. */
function wordsIn(className: string): readonly string[] {
  return className
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .toLowerCase()
    .split("_")
    .filter((word) => word !== "");
}

function pluralOf(words: readonly string[]): readonly string[] {
  return words.with(-1, pluralize(words.at(-1) ?? ""));
}
