/** What attributes are: of modules, classes, instances, texts, lists and dictionaries. */
import { asUnknown, elementsOf, setEntry } from "#model/routes/elements";
import { initialised, methodOfRoutes, routerMember } from "#model/routes/framework";
import type { Entry } from "#model/routes/router";
import { ancestors, type Run } from "#model/routes/run";
import { settingDefault } from "#model/routes/secrets";
import { callTextMethod, TEXT_METHODS } from "#model/routes/textMethods";
import {
  type Arguments,
  argument,
  type ClassValue,
  type DictionaryValue,
  either,
  externalValue,
  type InstanceValue,
  type ListValue,
  list,
  type NativeFunction,
  NONE,
  type Place,
  sameValue,
  text,
  unknown,
  type Value,
} from "#model/routes/value";

const SETTINGS: ReadonlySet<string> = new Set([
  "pydantic_settings.BaseSettings",
  "pydantic.BaseSettings",
  "pydantic.v1.BaseSettings",
]);

export function attributeOf(of: Value, name: string, place: Place, run: Run): Value {
  switch (of.kind) {
    case "module": {
      if (name === "__name__") return text(run.moduleName(of.path));
      const own = run.module(of.path).own(name);
      const submodule = own ?? run.importModule(`${run.moduleName(of.path)}.${name}`, 0, of.path);
      return submodule ?? unknown(`\`${name}\` of a module`, place);
    }
    case "package":
      return run.submodule(of, name) ?? unknown(`\`${name}\` of a package`, place);
    case "external":
      return externalMember(of, name, run);
    case "class":
      return memberOfClass(of, name, place) ?? unknown(`\`${name}\` of \`${of.name}\``, place);
    case "instance":
      return memberOfInstance(of, name, place, run);
    case "super":
      return memberOfSuper(of, name, place, run);
    case "member":
      if (name === "value" || name === "name") return name === "value" ? of.value : text(of.name);
      return of.value.kind === "text" && TEXT_METHODS.has(name)
        ? attributeOf(of.value, name, place, run)
        : unknown(`\`${name}\` of a member of an enumeration`, place);
    case "text":
      return TEXT_METHODS.has(name)
        ? native(name, (given) => callTextMethod(of, name, given))
        : unknown(`\`${name}\` of a text`, place);
    case "list":
      return listMethod(of, name, place, run);
    case "dictionary":
      return dictionaryMethod(of, name, place);
    case "function":
      if (name === "__name__") return text(of.name);
      return of.attributes.get(name) ?? unknown(`\`${name}\` of a function`, place);
    case "routes":
      return methodOfRoutes(of.router, name, run);
    case "route":
      return memberOfRoute(of.entry, name, place);
    case "subscripted":
      return attributeOf(of.of, name, place, run);
    case "either":
      return either(of.values.map((it) => attributeOf(it, name, place, run))) ?? NONE;
    case "unknown":
      return of;
    default:
      return unknown(`\`${name}\` of a value`, place);
  }
}

function memberOfRoute(entry: Entry, name: string, place: Place): Value {
  if (entry.kind === "route" && name === "path") return entry.path;
  if (entry.kind === "route" && name === "endpoint") return entry.endpoint;
  if (entry.kind === "route" && name === "methods")
    return list(
      entry.methods.map((it) => text(it)),
      "set",
    );
  if (entry.kind === "route" && name === "name") {
    if (entry.name !== undefined) return text(entry.name);
    if (entry.endpoint.kind === "function") return text(entry.endpoint.name);
  }
  return unknown(`\`${name}\` of a route`, place);
}

function externalMember(of: Extract<Value, { kind: "external" }>, name: string, run: Run): Value {
  const { libraries, names } = run.project.workspace;
  const full = `${of.name}.${name}`.replaceAll("()", ".()");
  const canonical = names.text(libraries.canonical(names.of(full))).replaceAll(".()", "()");
  return externalValue(canonical);
}

function memberOfClass(of: ClassValue, name: string, place: Place): Value | undefined {
  if (name === "__name__") return text(of.name);
  for (const ancestor of ancestors(of)) {
    if (typeof ancestor === "string") continue;
    const found = ancestor.members.get(name);
    if (found === undefined) continue;
    if (found.kind === "function" && found.binding === "class") return { ...found, self: of };
    return found;
  }
  const base = ancestors(of).find((it): it is string => typeof it === "string");
  if (base === undefined) return undefined;
  return base === "object" ? undefined : unknown(`\`${name}\` of \`${base}\``, place);
}

function memberOfInstance(of: InstanceValue, name: string, place: Place, run: Run): Value {
  const own = of.attributes.get(name);
  if (own !== undefined) return own;
  const inherited = of.class && boundMember(of.class, of, name, place, run);
  if (inherited !== undefined) return inherited;
  if (of.pending !== undefined) {
    of.pending();
    return memberOfInstance(of, name, place, run);
  }
  const member = of.router && routerMember(of, name, run);
  return member ?? unknown(`the attribute \`${name}\``, place);
}

/** A member that the classes of the project give an instance. */
function boundMember(
  from: ClassValue,
  self: Value,
  name: string,
  place: Place,
  run: Run,
): Value | undefined {
  for (const ancestor of ancestors(from)) {
    if (typeof ancestor === "string") continue;
    const found = ancestor.members.get(name);
    if (found === undefined) continue;
    if (found.kind === "property")
      return run.call({ ...found.getter, self }, { positional: [], keywords: new Map(), place });
    if (found.kind === "function") {
      if (found.binding === "static") return found;
      return { ...found, self: found.binding === "class" ? from : self };
    }
    return fieldValue(found, name, from, place, run);
  }
  return undefined;
}

/** The default of a field: that of settings may be another in production. */
function fieldValue(found: Value, name: string, of: ClassValue, place: Place, run: Run): Value {
  const isSettings = ancestors(of).some((it) => typeof it === "string" && SETTINGS.has(it));
  const value = defaultOf(found, place, run);
  if (!isSettings) return value;
  return hasValidator(of, name)
    ? unknown(`the setting \`${name}\``, place)
    : settingDefault(value, name, place);
}

/** The default inside `Field(…)`, or the value itself. */
function defaultOf(found: Value, place: Place, run: Run): Value {
  if (found.kind !== "external" || !found.name.endsWith("Field()") || found.call === undefined)
    return found;
  const factory = found.call.keywords.get("default_factory");
  if (factory !== undefined)
    return run.call(factory, { positional: [], keywords: new Map(), place });
  return argument(found.call, 0, "default") ?? unknown("a setting without a default", place);
}

/** Whether a validator of the class names the field. */
function hasValidator(of: ClassValue, name: string): boolean {
  return ancestors(of).some((it) => typeof it !== "string" && it.validated.has(name));
}

function memberOfSuper(
  { of, self }: Extract<Value, { kind: "super" }>,
  name: string,
  place: Place,
  run: Run,
): Value {
  const from = self.kind === "instance" ? self.class : self.kind === "class" ? self : undefined;
  const all = ancestors(from ?? of);
  const own = all.findIndex(
    (it) => typeof it !== "string" && it.path === of.path && it.row === of.row,
  );
  for (const ancestor of all.slice(own + 1)) {
    if (typeof ancestor === "string") continue;
    const found = ancestor.members.get(name);
    if (found?.kind === "function") return { ...found, self };
    if (found !== undefined) return found;
  }
  if (self.kind !== "instance") return unknown(`\`super().${name}\``, place);
  if (self.router !== undefined) {
    if (name === "__init__") return native(name, (given) => initialised(self, given, run));
    const member = routerMember(self, name, run);
    if (member !== undefined) return member;
  }
  return native(name, (given) => {
    if (name === "__init__")
      for (const [key, value] of given.keywords) self.attributes.set(key, value);
    return NONE;
  });
}

function native(
  name: string,
  call: (given: Arguments) => Value,
  registers = false,
): NativeFunction {
  return { kind: "native", name, call, registers };
}

function listMethod(of: ListValue, name: string, place: Place, run: Run): Value {
  switch (name) {
    case "append":
      return native(name, ({ positional: [value] }) => {
        if (value !== undefined)
          of.elements.push(run.isConditional ? { kind: "perhaps", value } : value);
        return NONE;
      });
    case "extend":
      return native(name, ({ positional: [value], place: at }) => {
        const elements = value && elementsOf(value);
        if (elements !== undefined) of.elements.push(...elements);
        else if (value !== undefined) of.open = asUnknown(value, at);
        return NONE;
      });
    case "insert":
      return native(name, ({ positional: [index, value] }) => {
        if (value !== undefined && index?.kind === "number")
          of.elements.splice(
            index.value,
            0,
            run.isConditional ? { kind: "perhaps", value } : value,
          );
        return NONE;
      });
    case "copy":
      return native(name, () => list([...of.elements], of.of));
    default:
      return native(name, () => unknown(`\`${name}\` of a list`, place));
  }
}

function dictionaryMethod(of: DictionaryValue, name: string, place: Place): Value {
  const all = (elements: Value[]): Value => {
    const made = list(elements);
    if (of.open !== undefined) made.open = of.open;
    return made;
  };
  switch (name) {
    case "items":
      return native(name, () =>
        all(of.entries.map(({ key, value }) => list([key, value], "tuple"))),
      );
    case "values":
      return native(name, () => all(of.entries.map(({ value }) => value)));
    case "keys":
      return native(name, () => all(of.entries.map(({ key }) => key)));
    case "get":
    case "pop":
    case "setdefault":
      return native(name, ({ positional: [key, fallback] }) => {
        const found = key && of.entries.find((entry) => sameValue(entry.key, key));
        if (found !== undefined) return found.value;
        if (name === "setdefault" && key !== undefined && fallback !== undefined)
          setEntry(of, key, fallback);
        return of.open ?? fallback ?? NONE;
      });
    case "update":
      return native(name, ({ positional: [other], keywords, place: at }) => {
        for (const [key, value] of keywords) setEntry(of, text(key), value);
        if (other?.kind === "dictionary")
          for (const { key, value } of other.entries) setEntry(of, key, value);
        else if (other !== undefined) of.open = asUnknown(other, at);
        return NONE;
      });
    default:
      return native(name, () => unknown(`\`${name}\` of a dictionary`, place));
  }
}
