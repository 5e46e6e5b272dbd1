/** The applications that modules bind and factories give, by the names that a server is told. */
import type { FilePath } from "#host";
import type { Factory } from "#model/routes/entries";
import type { Interpreter } from "#model/routes/interpreter";
import { cutShort } from "#model/routes/router";
import { wrappedIn } from "#model/routes/stack";
import { instanceIn } from "#model/routes/table";
import type { InstanceValue, Place, Value } from "#model/routes/value";
import { NO_NAME } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";

interface FoundApplication {
  name: string;
  readonly instance: InstanceValue;
  /** The application with what is wrapped around it, or what holds it. */
  readonly value: Value;
}

/** The largest that were seen take half of it; a program that starts a server and much else takes any number. */
const MOST_STEPS_OF_A_FACTORY = 40_000;

/** Finds applications in what modules bind once they have run, and in what factories give. */
export class Naming {
  readonly found: FoundApplication[] = [];
  private readonly interpreter: Interpreter;

  constructor(interpreter: Interpreter) {
    this.interpreter = interpreter;
  }

  addModule(path: FilePath): void {
    const module = this.run(path);
    const own = [...this.interpreter.module(path).entries()].filter(
      ([name]) => !this.isImported(name, path),
    );
    // `server = Server()` holds the application of `app = server.app`.
    const isHolder = (value: Value): boolean =>
      value.kind === "instance" && value.router === undefined;
    for (const [name, value] of own) if (!isHolder(value)) this.add(`${module}:${name}`, value);
    for (const [name, value] of own) if (isHolder(value)) this.add(`${module}:${name}`, value);
  }

  /** A function or class that makes an application; left out where a module keeps what it makes. */
  addFactory({ path, name, method, makingFile, makingScope }: Factory): void {
    const isKept = this.found.some(
      ({ instance: { made } }) => made.path === makingFile && made.scope === makingScope,
    );
    if (isKept) return;
    const module = this.run(path);
    const factory = this.interpreter.module(path).own(name);
    if (factory === undefined) return;
    const { cuts } = this.interpreter;
    const given =
      method === undefined ? this.called(factory, path) : this.calledMethod(factory, method, path);
    this.add(method === undefined ? `${module}:${name}` : `${module}:${name}.${method}`, given);
    const made = applicationIn(given);
    if (this.interpreter.cuts > cuts && made !== undefined)
      made.router?.entries.push(cutShort(made.made));
  }

  private called(callee: Value, path: FilePath): Value {
    const given = { positional: [], keywords: new Map(), place: placeOfModule(path) };
    return this.interpreter.atMost(MOST_STEPS_OF_A_FACTORY, () =>
      this.interpreter.call(callee, given),
    );
  }

  /** An object is made for a method that needs one. */
  private calledMethod(owner: Value, name: string, path: FilePath): Value {
    const place = placeOfModule(path);
    const method = this.interpreter.attribute(owner, name, place);
    const needsObject =
      method.kind === "function" && method.self === undefined && method.binding === undefined;
    if (!needsObject) return this.called(method, path);
    const made = this.called(owner, path);
    const given = this.called(this.interpreter.attribute(made, name, place), path);
    return applicationIn(given) === undefined ? made : given;
  }

  /** A module that imports an application and registers more on it is what a server is told of. */
  addExtension(path: FilePath): void {
    const before = new Map(this.found.map((it) => [it, it.instance.router?.entries.length]));
    const module = this.run(path);
    for (const name of this.importedNames(path)) {
      const value = this.interpreter.module(path).own(name);
      const known = this.found.find(
        ({ instance }) => value?.kind === "instance" && instance.router === value.router,
      );
      if (known !== undefined && before.get(known) !== known.instance.router?.entries.length)
        known.name = `${module}:${name}`;
    }
  }

  private add(name: string, value: Value): void {
    const instance = applicationIn(value);
    const isNew = !this.found.some((it) => it.instance.router === instance?.router);
    if (instance !== undefined && isNew) this.found.push({ name, instance, value });
  }

  /** Imports a module, and gives its name. */
  private run(path: FilePath): string {
    const name = this.interpreter.moduleName(path);
    this.interpreter.runModule(path);
    return name;
  }

  private isImported(name: string, path: FilePath): boolean {
    return this.importedNames(path).includes(name);
  }

  private importedNames(path: FilePath): readonly string[] {
    const { workspace } = this.interpreter.project;
    return (workspace.ownCode(path, MODULE_LEVEL)?.imports ?? []).map(({ alias, name }) =>
      workspace.names.text(alias === NO_NAME ? name : alias),
    );
  }
}

function placeOfModule(path: FilePath): Place {
  return { path, scope: MODULE_LEVEL, start: 0, end: 0 };
}

function applicationIn(value: Value): InstanceValue | undefined {
  if (value.kind === "either") return value.values.flatMap((it) => applicationIn(it) ?? [])[0];
  const instance = instanceIn(value);
  if (instance !== undefined) return instance.router?.of === "router" ? undefined : instance;
  return wrappedIn(value);
}
