/** What the validators of a settings class do with a `*` among origins. */
import type { Setting } from "#model/values/pydanticSettings";
import type { Range } from "#syntax/range";

const WILDCARD = /["']\*["']/;
/** `return ["*"]`, `self.origins = ["*"]` */
const FILLS = /(?:\breturn|(?<![=!<>])=)\s*(\[\s*["']\*["']\s*\]|["']\*["'])\s*(?:#.*)?$/m;

/** Whether a method of the class refuses the `*` or takes it out, so that a default says nothing. */
export function mayDrop(setting: Setting): boolean {
  return methodsAround(setting).some(({ row, text }) => {
    if (!WILDCARD.test(text) || FILLS.test(text)) return false;
    return /\braise\b/.test(text) || setting.validators.includes(row);
  });
}

/** Where a validator of a field puts a `*` for a value that is missing. */
export function fillOf(setting: Setting): Range | undefined {
  for (const { row, start, text } of methodsAround(setting)) {
    if (!setting.validators.includes(row) && !text.includes(`self.${setting.name} =`)) continue;
    const found = FILLS.exec(text);
    const filled = found?.[1];
    if (found === null || filled === undefined) continue;
    const at = start + found.index + found[0].indexOf(filled);
    return { start: at, end: at + filled.length };
  }
  return undefined;
}

interface Method {
  readonly row: number;
  readonly start: number;
  readonly text: string;
}

/** The methods of the class that declares a field. */
function methodsAround({ file, range }: Setting): readonly Method[] {
  const { definitions } = file.outline;
  const owner = file.definitionAt(range);
  const found: Method[] = [];
  for (let row = owner + 1; row < definitions.length; row++) {
    if (definitions.parent(row) !== owner) continue;
    const start = definitions.start(row);
    found.push({ row, start, text: file.text.slice(start, definitions.end(row)) });
  }
  return found;
}
