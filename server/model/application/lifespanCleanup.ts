/** What a lifespan does after its `yield` that no `finally` and no `with` makes sure of. */
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { Start } from "#model/start";
import type { ExceptionHandler, Expression, Statement } from "#syntax/facts";
import type { Range } from "#syntax/range";
import { blocksOf, type Node, nodesAround, nodesIn } from "#syntax/walk";

export interface UnguardedYield {
  /** The row of the lifespan's definition. */
  readonly row: number;
  readonly yield: Expression;
  /** The `yield` and all that follows it in its block; `undefined` where code outside that block follows as well. */
  readonly block: readonly Statement[] | undefined;
}

const CONTEXT_MANAGER = /\basynccontextmanager$/;
const APPLICATION = /\b(?:FastAPI|Starlette)\b/;
/** What is no loss where it is skipped. */
const HARMLESS =
  /(?:^|\.)_?(?:log|logs|logger|logging|print|console|rprint|echo|secho)\b|\.clear$|^(?:str|len|repr|int)$/i;
const SWALLOWED = /\b(?:BaseException|Exception|CancelledError)\b/;

export const UNGUARDED_YIELDS: Start = {
  or({ outline: { decorators } }, { workspace: { names } }) {
    const word = names.of("asynccontextmanager");
    for (let row = 0; row < decorators.length; row++)
      if (names.last(decorators.name(row)) === word) return true;
    return false;
  },
};

/** The places in the lifespans of a file from which an error skips the rest. */
export function unguardedYieldsIn(file: SourceFile, project: Project): readonly UnguardedYield[] {
  return lifespanRows(file, project).flatMap((row) => {
    const definition = file.definition(row);
    if (definition?.kind !== "function" || definition.isBroken) return [];
    return yieldsIn(definition.body).flatMap((it) => {
      const found = unguardedAt(it, definition.body, file);
      return found === undefined ? [] : { row, yield: it, block: found.block };
    });
  });
}

/** The functions that look like a lifespan and are given to an application, or are called so. */
function lifespanRows(file: SourceFile, project: Project): readonly number[] {
  const { decorators, definitions } = file.outline;
  const rows: number[] = [];
  for (let decorator = 0; decorator < decorators.length; decorator++) {
    const row = decorators.definition(decorator);
    const text = file.slice({ start: decorators.start(decorator), end: decorators.end(decorator) });
    if (!CONTEXT_MANAGER.test(text) || definitions.isClass(row)) continue;
    const name = project.workspace.names.text(definitions.name(row));
    const header = file.text.slice(definitions.start(row), definitions.body(row));
    const isCalledSo = /lifespan/i.test(name) && APPLICATION.test(header);
    if (isCalledSo || project.isGivenLifespan(file.path, row)) rows.push(row);
  }
  return rows;
}

function yieldsIn(body: readonly Statement[]): readonly Expression[] {
  return body
    .flatMap((it) => [...nodesIn(it, ({ kind }) => !/^(?:function|class|lambda)$/.test(kind))])
    .flatMap((node) => (node.kind === "yield" && !node.isFrom ? node : []));
}

function unguardedAt(
  place: Range,
  body: readonly Statement[],
  file: SourceFile,
): { readonly block: readonly Statement[] | undefined } | undefined {
  const path = nodesAround(place, body);
  let block: readonly Statement[] | undefined;
  let isOutside = false;
  for (let index = path.length - 1; index >= 0; index--) {
    const node = path[index];
    if (node === undefined || !isStatement(node)) continue;
    if (node.kind === "try" && swallows(node.handlers)) break;
    const parent = path[index - 1];
    const blocks: readonly (readonly Statement[])[] =
      parent === undefined ? [body] : blocksOf(parent);
    const around = blocks.find((it) => it.includes(node)) ?? [];
    const after = around.slice(around.indexOf(node));
    if (leavesAtOnce(after[1])) return block && { block: isOutside ? undefined : block };
    const isInnermost = block === undefined && !isOutside;
    if (!after.slice(1).some((it) => cleansUp(it, file))) continue;
    const holdsYield = node.kind === "expression" || node.kind === "assignment";
    if (isInnermost && holdsYield) block = after;
    else isOutside = true;
  }
  if (block === undefined && !isOutside) return undefined;
  return { block: isOutside ? undefined : block };
}

function leavesAtOnce(statement: Statement | undefined): boolean {
  return statement?.kind === "return" && statement.value === undefined;
}

function swallows(handlers: readonly ExceptionHandler[]): boolean {
  return handlers.some(({ type, body }) => {
    const names = type === undefined ? [] : [...nodesIn(type)];
    const isWide =
      type === undefined ||
      names.some(
        (it) => (it.kind === "name" || it.kind === "attribute") && SWALLOWED.test(it.name),
      );
    return isWide && !body.some((it) => [...nodesIn(it)].some(({ kind }) => kind === "raise"));
  });
}

/** Whether a statement calls something that matters. */
function cleansUp(statement: Statement, file: SourceFile): boolean {
  if (statement.kind === "function" || statement.kind === "class") return false;
  const isLoss = (node: Node): boolean =>
    node.kind === "call" && !HARMLESS.test(file.slice(node.callee));
  const isEntered = (node: Node): boolean => node.kind !== "call" || isLoss(node);
  return [...nodesIn(statement, isEntered)].some(isLoss);
}

function isStatement(node: Node): node is Statement {
  return /^(?:expression|assignment|return|raise|if|while|for|with|try|match|function|class|other)$/.test(
    node.kind,
  );
}
