/** Classes whose instances are rows of a database, and their columns. */
import type { FilePath } from "#host";
import type { SourceFile } from "#model/files/sourceFile";
import { Resolver } from "#model/link/resolver";
import type { Project } from "#model/project";
import type { Range } from "#syntax/range";

/** A class of the project, by its row. */
export interface ClassPlace {
  readonly path: FilePath;
  readonly row: number;
}

export interface Column {
  readonly file: SourceFile;
  readonly range: Range;
  /** Annotation and value as written. */
  readonly text: string;
}

const BASES: ReadonlySet<string> = new Set([
  "sqlalchemy.orm.DeclarativeBase",
  "sqlalchemy.orm.DeclarativeBaseNoMeta",
  "sqlalchemy.orm.decl_api.DeclarativeBase",
  "sqlalchemy.orm.declarative_base()",
  "sqlalchemy.ext.declarative.declarative_base()",
  "sqlalchemy.orm.registry().generate_base()",
  "flask_sqlalchemy.SQLAlchemy().Model",
  "tortoise.Model",
  "tortoise.models.Model",
  "beanie.Document",
  "odmantic.Model",
  "mongoengine.Document",
  "peewee.Model",
  "ormar.Model",
]);
const DECORATORS: ReadonlySet<string> = new Set([
  "sqlalchemy.orm.as_declarative",
  "sqlalchemy.ext.declarative.as_declarative",
  "sqlalchemy.orm.as_declarative()",
  "sqlalchemy.ext.declarative.as_declarative()",
]);
const SQLMODEL = "sqlmodel.SQLModel";
const DEEPEST = 16;

/** Whether a class is mapped to a table, or to a collection of documents. */
export function isTableModel(place: ClassPlace, project: Project): boolean {
  const family = familyOf(place, project);
  const bases = family.flatMap(({ path, row }) =>
    project.basesOf(path, row).map((base) => project.qualifiedName(base) ?? ""),
  );
  if (bases.some((base) => BASES.has(base))) return true;
  if (bases.includes(SQLMODEL)) return hasTable(place, project);
  return family.some((it) => isDecorated(it, project));
}

function isDecorated({ path, row }: ClassPlace, project: Project): boolean {
  const resolver = new Resolver(project.workspace);
  const decorators = project.workspace.declarations(path)?.classes.get(row)?.decorators ?? [];
  return decorators.some((origin) =>
    DECORATORS.has(project.qualifiedName(resolver.resolve(origin, path)) ?? ""),
  );
}

/** `class User(SQLModel, table=True)` */
function hasTable({ path, row }: ClassPlace, project: Project): boolean {
  const file = project.file(path);
  if (file === undefined) return false;
  const { definitions } = file.outline;
  const header = file.text.slice(definitions.start(row), definitions.body(row));
  return /\btable\s*=\s*True\b/.test(header);
}

/** The column of a name, of the class or one of its bases; `undefined` where the name is a method, a property or unknown. */
export function columnOf(
  name: string,
  place: ClassPlace,
  project: Project,
  depth = 0,
): Column | undefined {
  const { path, row } = place;
  const file = project.file(path);
  const scopes = project.workspace.scopes(path);
  if (file === undefined || scopes === undefined || depth > DEEPEST) return undefined;
  const word = project.workspace.names.of(name);
  const { assignments } = file.outline;
  const field = scopes.rows("assignments", row).findLast((it) => assignments.target(it) === word);
  if (field !== undefined) {
    const annotation = assignments.annotationRange(field);
    const value = assignments.valueRange(field);
    const isBoundAgain = (scopes.bindings(row).get(word)?.length ?? 0) > 1;
    return isBoundAgain
      ? undefined
      : {
          file,
          range: {
            start: assignments.start(field),
            end: Math.max(annotation.end, value.end),
          },
          text: `${file.slice(annotation)} ${file.slice(value)}`,
        };
  }
  if (scopes.bindings(row).has(word)) return undefined;
  for (const base of project.basesOf(path, row)) {
    const found = base.kind === "class" ? columnOf(name, base, project, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The class and its bases in the project. */
export function familyOf(place: ClassPlace, project: Project, depth = 0): readonly ClassPlace[] {
  if (depth > DEEPEST) return [];
  return [
    place,
    ...project
      .basesOf(place.path, place.row)
      .flatMap((base) => (base.kind === "class" ? familyOf(base, project, depth + 1) : [])),
  ];
}

/** The text of a class, header and body. */
export function textOfClass({ path, row }: ClassPlace, project: Project): string {
  const file = project.file(path);
  if (file === undefined) return "";
  const { definitions } = file.outline;
  return file.text.slice(definitions.start(row), definitions.end(row));
}
