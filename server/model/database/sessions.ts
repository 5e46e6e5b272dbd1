/** Factories of database sessions: where they are made, and with which options. */

import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { Start } from "#model/start";
import { DictionaryReader } from "#model/values/dictionaries";
import type { Keywords } from "#model/values/keywords";
import type { Call } from "#syntax/facts";

const ASYNC_MAKER = "sqlalchemy.ext.asyncio.async_sessionmaker";
const MAKERS = [ASYNC_MAKER, "sqlalchemy.orm.sessionmaker"];
export const SESSION_FACTORIES: Start = { calls: MAKERS };
const ASYNC_SESSION = "sqlalchemy.ext.asyncio.AsyncSession";

/** A call of `async_sessionmaker`, or of `sessionmaker` with a class of async sessions. */
export interface SessionFactory {
  readonly row: number;
  readonly call: Call;
  readonly keywords: Keywords;
}

/** The factories of async sessions that a file makes, in source order. */
export function asyncSessionFactoriesIn(
  file: SourceFile,
  project: Project,
): readonly SessionFactory[] {
  return project.callsTo(file, MAKERS).flatMap((row) => {
    const isAsync = project.qualifiedName(project.callee(file, row)) === ASYNC_MAKER;
    return factoryAt(row, file, project).filter((factory) => {
      const type = classOf(factory, project);
      // A class of the project may set the options itself.
      return type === ASYNC_SESSION || (isAsync && type === undefined);
    });
  });
}

function factoryAt(row: number, file: SourceFile, project: Project): SessionFactory[] {
  const call = file.call(row);
  if (call === undefined) return [];
  const scope = file.outline.calls.owner(row);
  const keywords = new DictionaryReader(project).keywordsOf(call, { file, scope });
  return [{ row, call, keywords }];
}

/** The qualified name of `class_`; `undefined` where none is given, "unknown" where it is no class of a library. */
function classOf({ keywords }: SessionFactory, project: Project): string | undefined {
  const given = keywords.entries.get("class_") ?? [];
  const names = given.map(({ expression, file, scope }) =>
    project.qualifiedName(project.targetOf(expression, file, scope)),
  );
  const [name] = names;
  if (given.length === 0) return undefined;
  return names.every((other) => other === name) ? (name ?? "unknown") : "unknown";
}
