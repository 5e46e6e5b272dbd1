/** The little that links need to know of a type annotation, read from its text without a tree: annotations are many and short. */

export interface Annotation {
  /** The dotted class that a value has, once `Optional`, `Annotated`, unions with `None`, `Final` and quotes are taken off. */
  readonly type: string | undefined;
  /** The dotted argument of `Depends(…)` or `Security(…)` inside `Annotated`. */
  readonly dependency: string | undefined;
}

const WRAPPER =
  /^(?:[\w.]+\.)?(?:Optional|Annotated|Final|ClassVar|Required|NotRequired|ReadOnly|Mapped)\s*\[\s*/;
const UNION = /^(?:[\w.]+\.)?Union\s*\[\s*/;
const GENERATOR = /^\s*["']?(?:[\w.]+\.)?(?:Async)?(?:Generator|Iterator|Iterable)\s*\[\s*/;
const DOTTED = /^[\p{L}_][\p{L}\p{N}_]*(?:\s*\.\s*[\p{L}_][\p{L}\p{N}_]*)*/u;
const DEPENDENCY =
  /\b(?:Depends|Security)\(\s*(?:dependency\s*=\s*)?([\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*)\s*[,)]/u;
const NOTHING: Annotation = { type: undefined, dependency: undefined };

/** @param isGenerator whether the type of what a generator yields is wanted */
export function readAnnotation(text: string, isGenerator = false): Annotation {
  const dependency = DEPENDENCY.exec(text)?.[1];
  const type = typeIn(isGenerator ? text.replace(GENERATOR, "") : text);
  return type === undefined && dependency === undefined ? NOTHING : { type, dependency };
}

function typeIn(text: string): string | undefined {
  let rest = text.trimStart();
  for (;;) {
    const wrapper = WRAPPER.exec(rest) ?? UNION.exec(rest);
    if (wrapper) rest = rest.slice(wrapper[0].length);
    else if (rest.startsWith('"') || rest.startsWith("'")) rest = rest.slice(1).trimStart();
    else if (/^None\s*[|,]/.test(rest)) rest = rest.replace(/^None\s*[|,]\s*/, "");
    else break;
  }
  const name = DOTTED.exec(rest)?.[0];
  if (name === undefined || name === "None") return undefined;
  return isOneType(rest.slice(name.length)) ? name.replace(/\s+/g, "") : undefined;
}

/** Whether what follows a type adds nothing but `None`: `A | B` has no one type. */
function isOneType(rest: string): boolean {
  const other = /^\s*(?:\[[^\]]*\]\s*)?\|\s*(\w+)/.exec(rest)?.[1];
  return other === undefined || other === "None";
}
