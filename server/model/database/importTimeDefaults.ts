/** Defaults of columns, fields and parameters that are worked out once, when the module is imported. */

import type { SourceFile } from "#model/files/sourceFile";
import type { Origin } from "#model/link/origin";
import { Resolver } from "#model/link/resolver";
import type { Project } from "#model/project";
import type { Start } from "#model/start";
import { isSettingsClass } from "#model/values/pydanticSettings";
import { returnedBy } from "#model/values/results";
import type { Argument, Call, Expression } from "#syntax/facts";
import { MODULE_LEVEL } from "#syntax/outline";
import { contains, type Range } from "#syntax/range";
import { childrenOf, type Node, nodesIn } from "#syntax/walk";

/** What gives another value at each call. */
const CHANGING = [
  "datetime.datetime.utcnow",
  "datetime.datetime.now",
  "datetime.datetime.today",
  "datetime.date.today",
  "time.time",
  "time.time_ns",
  "uuid.uuid1",
  "uuid.uuid4",
  "uuid.uuid6",
  "uuid.uuid7",
  "secrets.token_hex",
  "secrets.token_urlsafe",
  "secrets.token_bytes",
];
const CHANGING_NAMES: ReadonlySet<string> = new Set(CHANGING);

/** What declares a column or field, with the keywords whose value counts. */
const COLUMN: Declaring = { kind: "column", keywords: ["default", "onupdate"] };
const FIELD: Declaring = { kind: "field", keywords: ["default"] };
const DECLARING: ReadonlyMap<string, Declaring> = new Map([
  ["sqlalchemy.Column", COLUMN],
  ["sqlalchemy.schema.Column", COLUMN],
  ["sqlmodel.Column", COLUMN],
  [
    "sqlalchemy.orm.mapped_column",
    { kind: "mapped", keywords: ["default", "insert_default", "onupdate"] },
  ],
  ["pydantic.Field", FIELD],
  ["pydantic.fields.Field", FIELD],
  ["sqlmodel.Field", FIELD],
  ["dataclasses.field", FIELD],
]);
const DECLARING_NAMES = [...DECLARING.keys()];

interface Declaring {
  readonly kind: "column" | "mapped" | "field";
  readonly keywords: readonly string[];
}

export interface ImportTimeDefault {
  /** `mapped`: a `mapped_column`. */
  readonly kind: "column" | "mapped" | "field" | "attribute" | "parameter";
  /** The value. */
  readonly expression: Expression;
  /** The call in it that gives another value each time. */
  readonly changing: Call;
  /** The argument of the column or field that it is. */
  readonly argument: Argument | undefined;
  /** The class whose body it stands in; else -1. */
  readonly type: number;
}

export const IMPORT_TIME_DEFAULTS: Start = {
  calls: CHANGING,
  or: (file, project) => ownChangingRows(file, project).length > 0,
};

/** In source order. */
export function importTimeDefaults(
  file: SourceFile,
  project: Project,
): readonly ImportTimeDefault[] {
  const found = new Map<number, ImportTimeDefault>();
  for (const row of changingRows(file, project)) {
    const { calls } = file.outline;
    const place = { start: calls.start(row), end: calls.end(row) };
    const scope = calls.owner(row);
    const one =
      declared(place, scope, file, project) ??
      attributeDefault(place, scope, file, project) ??
      parameterDefault(place, file);
    if (one !== undefined && !isProcessSecret(one, row, file, project))
      found.set(one.expression.start, one);
  }
  return [...found.values()].sort((a, b) => a.expression.start - b.expression.start);
}

/** A secret that is drawn once is what a part of the configuration has as its default. */
function isProcessSecret(
  { kind }: ImportTimeDefault,
  row: number,
  file: SourceFile,
  project: Project,
): boolean {
  const name = project.qualifiedName(project.callee(file, row));
  return (kind === "attribute" || kind === "parameter") && name?.startsWith("secrets.") === true;
}

/** The calls of what gives another value each time: of a library, or of a function of the project that returns such a value. */
function changingRows(file: SourceFile, project: Project): readonly number[] {
  const fromLibraries = project.callsTo(file, CHANGING).filter((row) => isAtImport(row, file));
  return [...fromLibraries, ...ownChangingRows(file, project)].sort((a, b) => a - b);
}

function ownChangingRows(file: SourceFile, project: Project): readonly number[] {
  const targets = project.workspace.links(file.path)?.targets ?? [];
  const found: number[] = [];
  for (let row = 0; row < targets.length; row++) {
    const target = targets[row];
    if (target?.kind !== "function" || !isAtImport(row, file)) continue;
    if (isChangingFunction(target.path, target.row, project)) found.push(row);
  }
  return found;
}

/** Whether a call stands where defaults do, outside every function: at module level, in a class, or in the header of a function. */
function isAtImport(row: number, file: SourceFile): boolean {
  const { calls } = file.outline;
  return !calls.isInLambda(row) && isOutsideBodies(calls.owner(row), calls.start(row), file);
}

function isChangingFunction(path: string, row: number, project: Project): boolean {
  const around = project.file(path);
  if (around === undefined || !mayChange(around, row)) return false;
  const results = returnedBy(path, row, project) ?? [];
  return (
    results.length > 0 &&
    results.every(({ expression, file, scope }) =>
      [...nodesIn(expression)].some((node) => {
        if (node.kind !== "call") return false;
        const name = project.qualifiedName(project.targetOf(node.callee, file, scope));
        return name !== undefined && CHANGING_NAMES.has(name);
      }),
    )
  );
}

/** Before its tree is read. */
function mayChange(file: SourceFile, row: number): boolean {
  const { definitions } = file.outline;
  const body = file.slice({ start: definitions.body(row), end: definitions.end(row) });
  return body.length < 1000 && /\b(?:utcnow|now|today|time|time_ns|uuid\d|token_\w+)\(/.test(body);
}

/** Whether code runs when the module is imported, no function around it. */
function isOutsideBodies(owner: number, start: number, file: SourceFile): boolean {
  const { definitions } = file.outline;
  for (let row = owner; row !== MODULE_LEVEL; row = definitions.parent(row))
    if (!definitions.isClass(row) && start >= definitions.body(row)) return false;
  return true;
}

/** `Column(default=…)`, `Field(…)` around a place. */
function declared(
  place: Range,
  scope: number,
  file: SourceFile,
  project: Project,
): ImportTimeDefault | undefined {
  const { calls, definitions } = file.outline;
  for (const row of project.callsTo(file, DECLARING_NAMES)) {
    if (calls.start(row) > place.start || calls.end(row) < place.end) continue;
    const name = project.qualifiedName(project.callee(file, row)) ?? "";
    const declaring = DECLARING.get(name);
    const call = file.call(row);
    if (declaring === undefined || call === undefined || isSettings(scope, file, project)) continue;
    const argument = call.arguments.find(
      ({ start, end, keyword }, index) =>
        start <= place.start &&
        end >= place.end &&
        (keyword === undefined
          ? declaring.kind === "field" && index === 0
          : declaring.keywords.includes(keyword)),
    );
    const changing = argument && changingIn(argument.value, place, file);
    if (argument === undefined || changing === undefined) continue;
    const isClass = scope !== MODULE_LEVEL && definitions.isClass(scope);
    const { kind } = declaring;
    return { kind, expression: argument.value, changing, argument, type: isClass ? scope : -1 };
  }
  return undefined;
}

function isSettings(scope: number, file: SourceFile, project: Project): boolean {
  return (
    scope !== MODULE_LEVEL &&
    file.outline.definitions.isClass(scope) &&
    isSettingsClass(file.path, scope, project)
  );
}

/** `created: datetime = datetime.now()` in the body of a model or dataclass. */
function attributeDefault(
  place: Range,
  scope: number,
  file: SourceFile,
  project: Project,
): ImportTimeDefault | undefined {
  const { assignments, definitions } = file.outline;
  if (scope === MODULE_LEVEL || !definitions.isClass(scope)) return undefined;
  const rows = project.workspace.scopes(file.path)?.rows("assignments", scope) ?? [];
  for (const row of rows) {
    const value = assignments.valueRange(row);
    if (value.start > place.start || value.end < place.end) continue;
    const annotation = file.slice(assignments.annotationRange(row));
    if (annotation === "" || /\bClassVar\b/.test(annotation)) return undefined;
    if (!isModelOrDataclass(file.path, scope, project, 0)) return undefined;
    const expression = file.expression(value);
    const changing = changingIn(expression, place, file);
    if (changing === undefined) return undefined;
    return { kind: "attribute", expression, changing, argument: undefined, type: scope };
  }
  return undefined;
}

const MODELS: ReadonlySet<string> = new Set(["pydantic.BaseModel", "sqlmodel.SQLModel"]);
const DATACLASSES: ReadonlySet<string> = new Set([
  "dataclasses.dataclass",
  "pydantic.dataclasses.dataclass",
]);

function isModelOrDataclass(path: string, row: number, project: Project, depth: number): boolean {
  if (depth > 16 || isSettingsClass(path, row, project)) return false;
  const resolver = new Resolver(project.workspace);
  const declaration = project.workspace.declarations(path)?.classes.get(row);
  const nameOf = (origin: Origin): string =>
    project.qualifiedName(resolver.resolve(origin, path)) ?? "";
  if (declaration?.decorators.some((origin) => DATACLASSES.has(nameOf(origin)))) return true;
  return project.basesOf(path, row).some((base) => {
    if (base.kind === "class") return isModelOrDataclass(base.path, base.row, project, depth + 1);
    return MODELS.has(project.qualifiedName(base) ?? "");
  });
}

/** The default of a parameter of a function that is defined when the module is imported. */
function parameterDefault(place: Range, file: SourceFile): ImportTimeDefault | undefined {
  const { parameters, definitions } = file.outline;
  for (let row = 0; row < parameters.length; row++) {
    const value = parameters.defaultRange(row);
    if (value.start > place.start || value.end < place.end) continue;
    const definition = parameters.definition(row);
    if (!isOutsideBodies(definitions.parent(definition), place.start, file)) return undefined;
    const expression = file.expression(value);
    const changing = changingIn(expression, place, file);
    if (changing === undefined) return undefined;
    return { kind: "parameter", expression, changing, argument: undefined, type: -1 };
  }
  return undefined;
}

/** Functions that give the value again in another form, or declare a parameter that has it. */
const CONVERTING =
  /^(?:str|int|float|round|(?:fastapi\.)?(?:Query|Path|Body|Header|Cookie|Form|Field))$/;

/** The call at a place, where the expression gives what it gives, perhaps in another form. */
function changingIn(expression: Expression, place: Range, file: SourceFile): Call | undefined {
  let node: Node = expression;
  for (;;) {
    if (node.kind === "call") {
      if (node.start === place.start && node.end === place.end) return node;
      const isMethod = contains(node.callee, place);
      if (!isMethod && !CONVERTING.test(file.slice(node.callee))) return undefined;
    }
    const inside: Node | undefined = childrenOf(node).find((child) => contains(child, place));
    if (inside === undefined || inside.kind === "comprehension") return undefined;
    node = inside;
  }
}

/** Whether a mapped column may belong to a dataclass: by a decorator or base, or where a base is not known. */
export function isDataclass(
  { type, argument }: ImportTimeDefault,
  file: SourceFile,
  project: Project,
): boolean {
  return argument?.keyword === "default" && type >= 0 && mayBeDataclass(file.path, type, project);
}

function mayBeDataclass(path: string, row: number, project: Project, depth = 0): boolean {
  const declaration = project.workspace.declarations(path)?.classes.get(row);
  if (declaration === undefined || depth > 16) return true;
  if (declaration.decorators.length > 0) return true;
  // A mixin becomes what the classes are that take it in.
  if (depth === 0 && declaration.bases.length === 0) return true;
  const bases = project.basesOf(path, row);
  if (bases.length < declaration.bases.length) return true;
  return bases.some((base) =>
    base.kind === "class"
      ? mayBeDataclass(base.path, base.row, project, depth + 1)
      : !PLAIN_BASES.has(project.qualifiedName(base) ?? ""),
  );
}

const PLAIN_BASES: ReadonlySet<string> = new Set([
  "sqlalchemy.orm.DeclarativeBase",
  "sqlalchemy.orm.DeclarativeBaseNoMeta",
  "sqlalchemy.ext.asyncio.AsyncAttrs",
  "sqlalchemy.orm.declarative_base()",
  "sqlalchemy.ext.declarative.declarative_base()",
  "sqlmodel.SQLModel",
  "object",
]);
