/** How code reads variables of the environment, with Python's own means and with libraries: what stands for one that is not set. */

import type { Call, Expression } from "#syntax/facts";

/** What a call that reads a variable gives where nobody sets it. */
export interface Reading {
  readonly default: Expression | undefined;
  /** What is called with the value, the default too. */
  readonly cast: Expression | undefined;
  /** The type that the method is named for: `int` of `env.int(…)`. The default is given as it is. */
  readonly type: string | undefined;
}

/** Where default and cast stand among the arguments. */
interface Signature {
  readonly default: number;
  readonly cast?: number;
}

const SIGNATURES: ReadonlyMap<string, Signature> = new Map<string, Signature>([
  ["os.getenv", { default: 1 }],
  ["os.environ.get", { default: 1 }],
  ["os.environ.setdefault", { default: 1 }],
  ["decouple.config", { default: 1, cast: 2 }],
  ["decouple.Config()", { default: 1, cast: 2 }],
  ["decouple.AutoConfig()", { default: 1, cast: 2 }],
  ["starlette.config.Config()", { default: 2, cast: 1 }],
  ["starlette.config.Config().get", { default: 2, cast: 1 }],
  ["environs.Env()", { default: 1 }],
  ["environs.env", { default: 1 }],
  ["environ.Env()", { default: 2, cast: 1 }],
]);
const TYPED = /^(?:environs\.Env\(\)|environs\.env|environ\.Env\(\))\.(str|int|float|bool|list)$/;

/** `name` is the qualified name of what is called; `undefined` for a call that reads no variable. */
export function readingOf(name: string | undefined, call: Call): Reading | undefined {
  if (name === undefined) return undefined;
  const type = TYPED.exec(name)?.[1];
  const signature = type === undefined ? SIGNATURES.get(name) : { default: 1 };
  if (signature === undefined) return undefined;
  const given = (keyword: string, position: number | undefined): Expression | undefined => {
    const { arguments: all } = call;
    const before = all.slice(0, (position ?? -1) + 1);
    const isThere = before.length - 1 === position && before.every(isPositional);
    const named = all.find((argument) => argument.keyword === keyword);
    return (named ?? (isThere && position !== undefined ? all[position] : undefined))?.value;
  };
  return {
    default: given("default", signature.default),
    cast: given("cast", signature.cast),
    type,
  };
}

function isPositional({ keyword, stars }: Call["arguments"][number]): boolean {
  return keyword === undefined && stars === 0;
}
