/** What functions of Python and of libraries give, as far as the building of applications needs it. */
import { elementsOf, environmentVariable, setAttribute } from "#model/routes/elements";
import type { Entry } from "#model/routes/router";
import { ancestors, type Run } from "#model/routes/run";
import { settingDefault } from "#model/routes/secrets";
import {
  type Arguments,
  argument,
  asDefault,
  bearsRouter,
  boolean,
  list,
  NONE,
  text,
  unknown,
  type Value,
} from "#model/routes/value";

/** Functions that give back their first argument. */
const KEEPING: ReadonlySet<string> = new Set([
  "str",
  "pydantic.SecretStr",
  "typing.cast",
  "copy.copy",
  "copy.deepcopy",
]);

export function callBuiltIn(name: string, given: Arguments, run: Run): Value {
  const [first, second] = given.positional;
  const result: Value = { kind: "external", name: `${name}()`, call: given };
  switch (name) {
    case "os.getenv":
    case "os.environ.get":
    case "starlette.config.Config()":
    case "decouple.config": {
      const fallback = given.keywords.get("default") ?? second;
      const variable = first?.kind === "text" ? first.value : undefined;
      if (fallback !== undefined) return settingDefault(fallback, variable, given.place);
      return name.startsWith("os.")
        ? asDefault(NONE)
        : unknown(environmentVariable(first), given.place);
    }
    case "functools.partial":
      return partial(given, run);
    case "functools.wraps":
      return wrapping(first);
    case "importlib.import_module":
      return imported(given, run);
    case "getattr":
      return attribute(given, run);
    case "setattr":
      if (first !== undefined && second?.kind === "text" && given.positional[2] !== undefined)
        setAttribute(first, second.value, given.positional[2]);
      return NONE;
    case "hasattr":
      return hasAttribute(given, run);
    case "isinstance":
      return isInstance(first, second) ?? unknown("what `isinstance` gives", given.place);
    case "list":
    case "tuple":
    case "set":
    case "sorted":
    case "reversed":
      return collected(name, first) ?? result;
    case "enumerate":
      return enumerated(given) ?? result;
    case "zip":
      return zipped(given) ?? result;
    case "dict":
      return {
        kind: "dictionary",
        entries: [
          ...(first?.kind === "dictionary" ? first.entries.map((it) => ({ ...it })) : []),
          ...Array.from(given.keywords, ([key, value]) => ({ key: text(key), value })),
        ],
      };
    case "range":
      return counted(given.positional) ?? result;
    case "inspect.getmembers":
      return membersOf(first, second) ?? result;
    case "len":
      return first?.kind === "list" && first.open === undefined
        ? { kind: "number", value: first.elements.length, certainty: "code" }
        : result;
    case "bool":
      return first ?? boolean(false);
    default:
      if (KEEPING.has(name)) return (name === "typing.cast" ? second : first) ?? result;
      if (name.startsWith("fastapi.FastAPI()") || name.startsWith("fastapi.APIRouter()"))
        return {
          kind: "native",
          name,
          registers: false,
          call: ({ positional: [it] }) => it ?? NONE,
        };
      run.gave(name, given);
      return result;
  }
}

function partial(given: Arguments, run: Run): Value {
  const [callee, ...bound] = given.positional;
  if (callee === undefined) return unknown("`partial` of nothing", given.place);
  return {
    kind: "native",
    name: "partial",
    of: callee,
    bound: { ...given, positional: bound },
    registers: bearsRouter(callee) || bound.some((it) => bearsRouter(it)),
    call: (more) =>
      run.call(callee, {
        ...more,
        positional: [...bound, ...more.positional],
        keywords: new Map([...given.keywords, ...more.keywords]),
        open: more.open ?? given.open,
      }),
  };
}

/** The decorator that gives a function the name and signature of another. */
function wrapping(wrapped: Value | undefined): Value {
  return {
    kind: "native",
    name: "wraps",
    registers: false,
    call: ({ positional: [it] }) =>
      it?.kind === "function" && wrapped?.kind === "function" ? { ...it, wrapped } : (it ?? NONE),
  };
}

function imported(given: Arguments, run: Run): Value {
  const name = argument(given, 0, "name");
  if (name?.kind !== "text")
    return unknown("the name of a module that is imported at run time", given.place);
  const base = argument(given, 1, "package");
  const level = /^\.*/.exec(name.value)?.[0].length ?? 0;
  const dotted =
    level > 0 && base?.kind === "text" ? `${base.value}.${name.value.slice(level)}` : name.value;
  return (
    run.importModule(dotted, 0, given.place.path) ??
    unknown(`the module \`${name.value}\``, given.place)
  );
}

function attribute(given: Arguments, run: Run): Value {
  const [of, name, fallback] = given.positional;
  if (of === undefined || name?.kind !== "text")
    return unknown("what `getattr` gives", given.place);
  const found = run.attribute(of, name.value, given.place);
  return found.kind === "unknown" && fallback !== undefined ? fallback : found;
}

function hasAttribute(given: Arguments, run: Run): Value {
  const [of, name] = given.positional;
  if (of === undefined || name?.kind !== "text" || of.kind === "external" || of.kind === "unknown")
    return unknown("what `hasattr` gives", given.place);
  const found = run.attribute(of, name.value, given.place);
  // FastAPI's newer methods are not there in older ones.
  if (of.kind === "instance" && of.router !== undefined)
    return unknown("what `hasattr` gives", given.place);
  return boolean(found.kind !== "unknown");
}

const ROUTER_CLASSES: ReadonlyMap<string, readonly string[]> = new Map([
  ["fastapi.APIRouter", ["router"]],
  ["fastapi.FastAPI", ["application"]],
  ["starlette.applications.Starlette", ["application", "starlette"]],
]);

function isInstance(value: Value | undefined, type: Value | undefined): Value | undefined {
  if (value === undefined || type === undefined) return undefined;
  const types = type.kind === "list" ? type.elements : [type];
  if (value.kind === "route") return boolean(types.some((it) => isRouteClass(it, value.entry)));
  if (value.kind === "instance" && value.router !== undefined) {
    const { of } = value.router;
    const isIt = types.some(
      (it) => it.kind === "external" && ROUTER_CLASSES.get(it.name)?.includes(of),
    );
    return boolean(isIt || isOf(value.class, types));
  }
  if (value.kind === "instance" && value.class !== undefined)
    return boolean(isOf(value.class, types));
  const builtIn = new Map([
    ["text", "str"],
    ["function", "function"],
    ["dictionary", "dict"],
    ["number", "int"],
    ["none", "NoneType"],
  ]).get(value.kind);
  if (builtIn === undefined && value.kind !== "list" && value.kind !== "module") return undefined;
  const name = value.kind === "list" ? value.of : builtIn;
  return boolean(types.some((it) => it.kind === "external" && it.name === name));
}

const ROUTE_CLASSES: ReadonlyMap<string, readonly string[]> = new Map([
  ["fastapi.routing.APIRoute", ["http"]],
  ["fastapi.routing.APIWebSocketRoute", ["websocket"]],
  ["starlette.routing.Route", ["http", "starlette"]],
]);

function isRouteClass(type: Value, entry: Entry): boolean {
  if (type.kind !== "external" || entry.kind !== "route") return false;
  return ROUTE_CLASSES.get(type.name)?.includes(entry.of) === true;
}

function isOf(of: Extract<Value, { kind: "class" }> | undefined, types: readonly Value[]): boolean {
  if (of === undefined) return false;
  return ancestors(of).some((ancestor) =>
    types.some((type) =>
      typeof ancestor === "string"
        ? type.kind === "external" && type.name === ancestor
        : type.kind === "class" && type.path === ancestor.path && type.row === ancestor.row,
    ),
  );
}

function collected(name: string, value: Value | undefined): Value | undefined {
  const elements = value === undefined ? [] : elementsOf(value);
  if (elements === undefined) return undefined;
  const of = name === "tuple" || name === "set" ? name : "list";
  if (name === "reversed") return list(elements.toReversed(), of);
  if (name !== "sorted") return list([...elements], of);
  const texts = elements.flatMap((it) => (it.kind === "text" ? [it] : []));
  if (texts.length < elements.length) return list([...elements], of);
  return list(
    texts.sort((a, b) => (a.value < b.value ? -1 : 1)),
    of,
  );
}

function enumerated(given: Arguments): Value | undefined {
  const [value] = given.positional;
  const elements = value && elementsOf(value);
  const start = argument(given, 1, "start");
  const from = start?.kind === "number" ? start.value : 0;
  return (
    elements &&
    list(
      elements.map((it, index) =>
        list([{ kind: "number", value: from + index, certainty: "code" }, it], "tuple"),
      ),
    )
  );
}

/** What a class or object has, by name, as `inspect.getmembers` gives it. */
function membersOf(of: Value | undefined, predicate: Value | undefined): Value | undefined {
  const owner = of?.kind === "instance" ? of.class : of;
  if (owner?.kind !== "class") return undefined;
  const isFunctions =
    predicate?.kind === "external" && /\.is(?:function|method)$/.test(predicate.name);
  if (predicate !== undefined && !isFunctions) return undefined;
  const found = new Map<string, Value>();
  for (const ancestor of [...ancestors(owner)].reverse())
    if (typeof ancestor !== "string")
      for (const [name, value] of ancestor.members)
        if (!isFunctions || value.kind === "function") found.set(name, value);
  const names = [...found.keys()].sort();
  return list(names.map((name) => list([text(name), found.get(name) ?? NONE], "tuple")));
}

/** Longer ones count no routers. */
const LONGEST_RANGE = 1000;

function counted(positional: readonly Value[]): Value | undefined {
  const numbers = positional.flatMap((it) => (it.kind === "number" ? it.value : []));
  if (numbers.length < positional.length || numbers.length === 0) return undefined;
  const [start, stop] = numbers.length === 1 ? [0, numbers[0]] : numbers;
  const step = numbers[2] ?? 1;
  if (start === undefined || stop === undefined || step <= 0) return undefined;
  const found: Value[] = [];
  for (let value = start; value < stop && found.length < LONGEST_RANGE; value += step)
    found.push({ kind: "number", value, certainty: "code" });
  return list(found);
}

function zipped({ positional }: Arguments): Value | undefined {
  const lists = positional.map((it) => elementsOf(it));
  const known = lists.flatMap((it) => (it === undefined ? [] : [it]));
  if (known.length < lists.length || known.length === 0) return undefined;
  const length = Math.min(...known.map((it) => it.length));
  return list(
    Array.from({ length }, (_, index) =>
      list(
        known.map((it) => it[index] ?? NONE),
        "tuple",
      ),
    ),
  );
}
