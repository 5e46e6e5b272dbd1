/** Classes and instances whose attributes are read, and the calls that made the instances. */

import type { FilePath } from "#host";
import type { Project } from "#model/project";
import { assignedOnSelf, constantOf, isRebound } from "#model/values/constants";
import { DictionaryReader, type Frame, isMethod } from "#model/values/dictionaries";
import { type Setting, settingOf } from "#model/values/pydanticSettings";
import { returnedBy } from "#model/values/results";
import type { Located, Value } from "#model/values/value";
import type { Call, Expression } from "#syntax/facts";

export interface Owner {
  readonly target: ClassOrInstance;
  /** The one call that makes the instance, where it can be told. */
  readonly made?: Construction | undefined;
}

interface Construction {
  readonly call: Call;
  readonly at: Located;
}

export interface ClassOrInstance extends InFile {
  readonly kind: "class" | "instance";
}

/** A definition by its row. */
interface InFile {
  readonly path: FilePath;
  readonly row: number;
}

const DEEPEST = 16;

/** The class or instance of the project that an expression denotes. */
export function ownerOf(
  expression: Expression,
  located: Located,
  project: Project,
  depth = 0,
): Owner | undefined {
  if (depth > DEEPEST) return undefined;
  if (expression.kind === "name") {
    const bound = located.bound?.get(expression.name);
    if (bound !== undefined) return "target" in bound ? bound : undefined;
    const given = located.parameters?.values.get(expression.name);
    if (given !== undefined) return ownerOf(given.expression, given, project, depth + 1);
  }
  const target = project.targetOf(expression, located.file, located.scope);
  if (target?.kind !== "class" && target?.kind !== "instance") return undefined;
  const { kind, path, row } = target;
  return kind === "class"
    ? { target: { kind, path, row } }
    : { target: { kind, path, row }, made: constructionOf({ ...located, expression }, project, 0) };
}

function constructionOf(at: Located, project: Project, depth: number): Construction | undefined {
  const { expression, file, scope } = at;
  if (depth > DEEPEST) return undefined;
  if (expression.kind === "call") {
    const target = project.targetOf(expression.callee, file, scope);
    if (target?.kind === "class") return { call: expression, at };
    const results =
      target?.kind === "function" ? returnedBy(target.path, target.row, project) : undefined;
    const [only, another] = results ?? [];
    return only && another === undefined ? constructionOf(only, project, depth + 1) : undefined;
  }
  const setting = settingOf(expression, file, scope, project);
  const next = setting ? setting.default : constantOf(expression, file, scope, project);
  return next && constructionOf(next, project, depth + 1);
}

/** What the call that makes an instance passes for a field; `unknown` where that cannot be told. */
export function fieldGiven(
  name: string,
  { target, made }: Owner,
  setting: Setting | undefined,
  project: Project,
): Located | "unknown" | undefined {
  if (made === undefined || classWith("__init__", target, project) !== undefined) return undefined;
  const { call, at } = made;
  const { entries, isOpen, handsOn } = new DictionaryReader(project).keywordsOf(call, at);
  const found = [name, ...(setting?.aliases ?? [])].flatMap((each) => entries.get(each) ?? []);
  const [only, another] = found;
  if (only !== undefined) return only.isCertain && another === undefined ? only : "unknown";
  if (isOpen || handsOn) return "unknown";
  const positional = call.arguments.filter(({ keyword, stars }) => !keyword && stars < 2);
  if (positional.length === 0) return undefined;
  if (positional.some(({ stars }) => stars > 0)) return "unknown";
  const position = fieldsOf(target, project)?.indexOf(name) ?? -1;
  const argument = positional[position];
  if (position === -1) return "unknown";
  return argument && { ...at, expression: argument.value };
}

/** The fields of a dataclass or named tuple in order; `undefined` where others come from base classes. */
function fieldsOf({ path, row }: Owner["target"], project: Project): readonly string[] | undefined {
  const { workspace } = project;
  const file = project.file(path);
  if (file === undefined || project.basesOf(path, row).some(({ kind }) => kind === "class"))
    return undefined;
  const { assignments } = file.outline;
  return Array.from(workspace.scopes(path)?.rows("assignments", row) ?? [])
    .filter((it) => {
      const annotation = file.slice(assignments.annotationRange(it));
      return annotation !== "" && !/\bClassVar\b/.test(annotation);
    })
    .map((it) => workspace.names.text(assignments.target(it)));
}

/** The right side of an attribute: of the class or a base of it, or the one in its `__init__`. */
export function attributeOf(owner: Owner, name: string, project: Project): Located | undefined {
  const { workspace } = project;
  const word = workspace.names.of(name);
  const found = classWith(name, owner.target, project);
  if (found === undefined) return undefined;
  const onSelf = assignedOnSelf(name, found, project);
  const [only, another] = onSelf;
  const isInstance = owner.target.kind === "instance";
  const inClass = workspace.constant(word, found.path, found.row);
  if (inClass !== undefined) return isInstance && only ? undefined : fieldDefault(inClass);
  if (!isInstance || only === undefined || another !== undefined) return undefined;
  const members = workspace.declarations(found.path)?.classes.get(found.row)?.members.get(word);
  return members?.length === 1 ? initialised(only, found, owner, project) : undefined;
}

/** The first class, this one or one of its bases, that has a member of that name. */
function classWith(
  name: string,
  { path, row }: InFile,
  project: Project,
  depth = 0,
): InFile | undefined {
  const { workspace } = project;
  const declaration = workspace.declarations(path)?.classes.get(row);
  if (depth > DEEPEST || declaration === undefined) return undefined;
  if (declaration.members.has(workspace.names.of(name))) return { path, row };
  for (const base of project.basesOf(path, row)) {
    const found = base.kind === "class" ? classWith(name, base, project, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The default inside `dataclasses.field(…)` or pydantic's `Field(…)`. */
function fieldDefault(constant: Located): Located | undefined {
  const { expression, file } = constant;
  if (expression.kind !== "call") return constant;
  if (!/(?:^|\.)(?:[Ff]ield|attrib|ib)$/.test(file.slice(expression.callee))) return constant;
  const named = (word: string) => expression.arguments.find(({ keyword }) => keyword === word);
  const [first] = expression.arguments;
  const given = named("default") ?? (first?.keyword === undefined ? first : undefined);
  if (given !== undefined)
    return file.slice(given.value) === "..." ? undefined : { ...constant, expression: given.value };
  const factory = named("default_factory") ?? named("factory");
  return factory?.value.kind === "lambda"
    ? { ...constant, expression: factory.value.body }
    : undefined;
}

/** The right side of `self.name = …` in `__init__`, with what the parameters stand for in the call that makes the instance. */
function initialised(
  { method, row }: { readonly method: number; readonly row: number },
  found: InFile,
  owner: Owner,
  project: Project,
): Located | undefined {
  const file = project.file(found.path);
  if (file === undefined || file.definition(method)?.name !== "__init__") return undefined;
  const { assignments } = file.outline;
  const range = assignments.valueRange(row);
  if (range.end === 0 || assignments.isAwaited(row)) return undefined;
  const first = classWith("__init__", owner.target, project);
  const isOwn = first?.path === found.path && first.row === found.row;
  const place = { path: found.path, row: method };
  const inside = isOwn ? argumentsFor(place, owner.made?.call, owner.made?.at, owner, project) : {};
  return { expression: file.expression(range), file, scope: method, ...inside };
}

/** What the parameters of a function stand for in a call; those that its body binds anew are left out. */
export function argumentsFor(
  { path, row }: InFile,
  call: Call | undefined,
  at: Located | undefined,
  owner: Owner | undefined,
  project: Project,
): Pick<Located, "parameters" | "bound"> {
  const file = project.file(path);
  const definition = file?.definition(row);
  if (file === undefined || definition?.kind !== "function") return {};
  const takesOwner = isMethod(file, row);
  const [self] = definition.parameters;
  const bound = new Map<string, Value | Owner>();
  if (takesOwner && owner !== undefined && self !== undefined) bound.set(self.name, owner);
  if (call === undefined || at === undefined) return { bound };
  // `Base.method(instance)` passes the instance itself.
  if (takesOwner && owner?.target.kind === "class" && self?.name === "self") return {};
  const frame: Frame = at;
  const { values, dictionaries } = new DictionaryReader(project).bind(
    definition,
    takesOwner,
    call,
    frame,
  );
  const all = new Map(values);
  const isCertain = call.arguments.every(({ stars }) => stars === 0);
  const outside = file.outline.definitions.parent(row);
  for (const { name, stars, default: fallback } of definition.parameters)
    if (isCertain && stars === 0 && fallback !== undefined && !all.has(name))
      all.set(name, { expression: fallback, file, scope: outside });
  for (const name of [...all.keys()]) if (isRebound(name, file, row, project)) all.delete(name);
  return { parameters: { values: all, dictionaries }, bound };
}
