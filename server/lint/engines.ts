/** What findings about database engines have in common. */
import { replace } from "#lint/edits";
import type { Fix, Related } from "#lint/rule";
import type { Engine } from "#model/database/engines";
import type { SourceFile } from "#model/files/sourceFile";
import { isBrokenAt } from "#model/link/surroundings";
import type { Project } from "#model/project";
import type { Keyword } from "#model/values/keywords";
import type { Value } from "#model/values/value";
import type { Argument } from "#syntax/facts";
import { contains, type Range } from "#syntax/range";

/** Where an option of an engine is reported: its argument, its entry in a dictionary of this file, else the call. */
export function rangeOfKeyword(keyword: Keyword, engine: Engine, file: SourceFile): Range {
  const argument = argumentOf(keyword, engine);
  if (argument !== undefined) return argument;
  const isHere = keyword.file.path === file.path && engine.inside?.path !== file.path;
  return isHere ? keyword.expression : file.calleeRange(engine.row);
}

/** The argument in the call of the engine itself. */
export function argumentOf({ argument }: Keyword, { call }: Engine): Argument | undefined {
  return argument !== undefined && call.arguments.includes(argument) ? argument : undefined;
}

/** Further places of a finding: the call of SQLAlchemy in a function of the project, and where a value is written. */
export function relatedTo(
  { inside }: Engine,
  project: Project,
  value?: Value,
  shown?: Range,
): readonly Related[] {
  const found: Related[] = [];
  const around = inside && project.file(inside.path);
  if (inside !== undefined && around !== undefined)
    found.push({
      path: inside.path,
      range: () => around.calleeRange(inside.call),
      message: "The engine is made here.",
    });
  if (value !== undefined && (shown === undefined || !contains(shown, value.range)))
    found.push({ path: value.path, range: () => value.range, message: "This is the value." });
  return found;
}

/** Writes another literal where a value comes from; none where that is no plain literal, or stands in broken code. */
export function literalFix(
  title: string,
  value: Value,
  literal: string,
  project: Project,
): readonly Fix[] {
  const file = project.file(value.path);
  if (file === undefined || isBrokenAt(value.range, file)) return [];
  const text = file.slice(value.range);
  const [, quote = "", inner] = /^(["']?)(-?\d[\d_]*|True|False|None)\1$/.exec(text) ?? [];
  if (inner === undefined) return [];
  const edits = () => [replace(value.range, `${quote}${literal}${quote}`, file)];
  return [{ title, safety: "suggestion", edits }];
}
