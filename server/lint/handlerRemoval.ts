/** Takes event handlers out of where they are registered. The functions stay, so that their names can be imported as before. */
import type { FilePath } from "#host";
import { insert, lineEndOf, removeArgument, replace } from "#lint/edits";
import { removeUnusedImports } from "#lint/importRemoval";
import { type LiftedFunction, registrationOf, type Step } from "#lint/lifespanSteps";
import type { TextEdit } from "#lint/rule";
import { wholeLines, withBlankLines } from "#lint/statementLines";
import type { Application } from "#model/application/apps";
import type { EventHandler } from "#model/application/eventHandlers";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { Argument, Call } from "#syntax/facts";
import { NO_NAME } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";
import { contains, overlaps, type Range } from "#syntax/range";
import { afterBlank, lineEnd, lineStart } from "#syntax/scan";

export interface Removal {
  readonly edits: readonly TextEdit[];
  /** Imports that go with them, as `importing-path imported-path`. */
  readonly brokenImports: ReadonlySet<string>;
}

/**
 * @param kept the file that the lifespan stands in: it may need its imports
 * @param replaced the application whose own arguments give way to `lifespan=`, so that they are not removed here
 */
export function removeHandlers(
  steps: readonly Step[],
  kept: SourceFile,
  replaced: Application | undefined,
  project: Project,
): Removal {
  const edits: TextEdit[] = [];
  const brokenImports = new Set<string>();
  for (const file of new Set(steps.map(({ handler }) => handler.file))) {
    const own = steps.filter(({ handler }) => handler.file === file);
    const lifted = own.flatMap((step) => step.lifted ?? []);
    const handlers = [...new Set(own.map(({ handler }) => handler))];
    const decorators = linesOf(handlers, "decorator");
    const statements = linesOf(handlers, "statement");
    const moved = lifted.flatMap(
      (it) =>
        wholeLines(
          { start: file.startWithDecorators(it.row), end: file.outline.definitions.end(it.row) },
          file.text,
        ) ?? [],
    );
    edits.push(...argumentEdits(handlers, replaced));
    edits.push(
      ...decorators
        .filter((range) => !moved.some((it) => contains(it, range)))
        .map((range) => replace(range, "", file)),
      ...removeStatements([...statements, ...moved], file),
      ...lifted.map((it) => moveOut(it)),
    );
    if (file === kept) continue;
    const unused = removeUnusedImports(file, [...decorators, ...statements]);
    edits.push(...unused.edits);
    for (const path of importedBy(unused.words, file, project))
      brokenImports.add(`${file.path} ${path}`);
  }
  return { edits, brokenImports };
}

function linesOf(handlers: readonly EventHandler[], form: EventHandler["form"]): readonly Range[] {
  return handlers
    .filter((handler) => handler.form === form)
    .flatMap((handler) => wholeLines(registrationOf(handler), handler.file.text) ?? []);
}

/** `on_startup=` and `on_shutdown=`. */
function argumentEdits(
  handlers: readonly EventHandler[],
  replaced: Application | undefined,
): readonly TextEdit[] {
  const calls = new Map<number, Argument[]>();
  const file = handlers[0]?.file;
  if (file === undefined) return [];
  for (const { row, argument } of handlers) {
    const isOwn = row === replaced?.row && file.path === replaced.file.path;
    if (argument === undefined || isOwn) continue;
    calls.set(row, [...(calls.get(row) ?? []), argument]);
  }
  return [...calls].flatMap(([row, given]) => {
    const call = file.call(row);
    return call === undefined ? [] : removeArguments(call, given, file);
  });
}

function removeArguments(call: Call, given: readonly Argument[], file: SourceFile): TextEdit[] {
  const edits = call.arguments
    .filter((argument) => given.some(({ start }) => start === argument.start))
    .map((argument) => removeArgument(call, argument, file));
  const [first, second] = edits;
  if (first === undefined || second === undefined || !overlaps(first.range, second.range))
    return edits;
  const rest = call.arguments.filter(({ start }) => given.every((it) => it.start !== start));
  return [replace(call.argumentList, `(${rest.map((it) => file.slice(it)).join(", ")})`, file)];
}

/** Removes whole lines; a body that would be empty keeps a `pass`. */
function removeStatements(ranges: readonly Range[], file: SourceFile): readonly TextEdit[] {
  const sorted = ranges.toSorted((a, b) => a.start - b.start);
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && file.text.slice(last.end, start).trim() === "") last.end = end;
    else joined.push({ start, end });
  }
  return joined.map((range) => {
    const pass = passFor(range, joined, file);
    return pass === undefined
      ? replace(withBlankLines(range, file.text), "", file)
      : replace(range, pass, file);
  });
}

function passFor(range: Range, all: readonly Range[], file: SourceFile): string | undefined {
  const start = afterBlank(file.text, range.start);
  const row = file.definitionAt({ start, end: start });
  const definition = row === MODULE_LEVEL ? undefined : file.definition(row);
  const [first] = definition?.body ?? [];
  if (definition === undefined || first === undefined || !contains(range, first)) return undefined;
  if (!definition.body.every((it) => all.some((removed) => contains(removed, it))))
    return undefined;
  const indentation = file.text.slice(lineStart(file.text, first.start), first.start);
  return `${indentation}pass${lineEndOf(file.text)}`;
}

/** Writes a nested function before the one around it. */
function moveOut({ file, row, outer, parameter }: LiftedFunction): TextEdit {
  const { text, outline } = file;
  const { definitions, decorators } = outline;
  const newLine = lineEndOf(text);
  const start = definitions.start(row);
  const indentation = text.slice(lineStart(text, start), start);
  const open = text.indexOf("(", definitions.nameRange(row).end) + 1;
  // With a comment behind its last line.
  const end = lineEnd(text, definitions.end(row));
  const written = text.slice(start, open) + (parameter ?? "") + text.slice(open, end).trimEnd();
  const others: string[] = [];
  for (let decorator = 0; decorator < decorators.length; decorator++) {
    const range = { start: decorators.start(decorator), end: decorators.end(decorator) };
    const isOther = !/\.on_event\b/.test(text.slice(range.start, range.end));
    if (decorators.definition(decorator) === row && isOther) others.push(`@${file.slice(range)}`);
  }
  const lines = [...others, ...written.split(/\r\n|\n|\r/)].map((line) =>
    line.startsWith(indentation) ? line.slice(indentation.length) : line,
  );
  const place = lineStart(text, file.startWithDecorators(outer));
  return insert(place, `${lines.join(newLine)}${newLine.repeat(3)}`, file);
}

/** The files that only the imports of these words lead to. */
function importedBy(
  words: readonly string[],
  file: SourceFile,
  project: Project,
): readonly FilePath[] {
  const { names } = project.workspace;
  const { imports } = file.outline;
  const ids = new Set(words.map((word) => names.of(word)));
  const own = new Set<FilePath>();
  const others = new Set<FilePath>();
  for (let row = 0; row < imports.length; row++) {
    const bound = imports.alias(row) === NO_NAME ? imports.name(row) : imports.alias(row);
    const module = project
      .modules()
      .resolve(names.text(imports.module(row)), imports.level(row), file.path);
    const inside = module && project.modules().inside(module, names.text(imports.name(row)));
    for (const it of [module, inside])
      if (it?.kind === "module") (ids.has(bound) ? own : others).add(it.path);
  }
  return [...own].filter((path) => !others.has(path));
}
