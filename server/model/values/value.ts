/** What an expression may be worth. */
import type { FilePath } from "#host";
import type { Frame } from "#model/values/dictionaries";
import type { Owner } from "#model/values/owners";
import type { Expression } from "#syntax/facts";
import type { Range } from "#syntax/range";

/** Where a value is written. */
export interface Place {
  readonly path: FilePath;
  readonly range: Range;
}

/** A default may be replaced when the application starts: by a setting or the environment. */
export type Source = "code" | "setting" | "environment";

export interface Written extends Place {
  readonly source: Source;
}

export type Value =
  /** `wrapped`: in an object that `str()` shows otherwise, such as a `SecretStr` or a member of a `(str, Enum)`. */
  | (Written & {
      readonly kind: "string";
      readonly value: string;
      readonly form?: "bytes" | "wrapped" | undefined;
    })
  /** A string of which only the beginning is known. */
  | (Written & { readonly kind: "prefix"; readonly value: string })
  | (Written & {
      readonly kind: "number";
      readonly value: number;
      readonly isFloat?: boolean | undefined;
    })
  | (Written & { readonly kind: "boolean"; readonly value: boolean })
  | (Written & { readonly kind: "none" })
  /** A list, tuple or set. An unknown element may stand for any number of elements. */
  | (Written & { readonly kind: "list"; readonly elements: readonly Value[] })
  | (Written & { readonly kind: "dictionary"; readonly entries: ReadonlyMap<string, Value> })
  /** Any of them, by a condition. */
  | (Written & { readonly kind: "either"; readonly values: readonly Value[] })
  | (Written & { readonly kind: "unknown" });

/** An expression with the file and definition that it stands in. */
export interface Located extends Frame {
  readonly expression: Expression;
  /** What names stand for there that are no constants: `self`, the variable of a comprehension, the parameter of a lambda. */
  readonly bound?: ReadonlyMap<string, Value | Owner>;
}

/** All that a value may be, conditions taken apart. */
export function alternatives(value: Value): readonly Value[] {
  return value.kind === "either" ? value.values.flatMap(alternatives) : [value];
}
