/** Executes imports: a module runs when it is first imported, and binds names. */
import type { FilePath } from "#host";
import type { OwnImport } from "#model/files/ownCode";
import { type Frame, placeOf, type Run } from "#model/routes/run";
import { externalValue, unknown, type Value } from "#model/routes/value";
import type { OtherStatement } from "#syntax/facts";
import { NO_NAME } from "#syntax/names";

export function executeImport(statement: OtherStatement, frame: Frame, run: Run): void {
  for (const imported of frame.code.imports)
    if (imported.start >= statement.start && imported.start < statement.end)
      executeOne(imported, statement, frame, run);
}

function executeOne(imported: OwnImport, statement: OtherStatement, frame: Frame, run: Run): void {
  const { names } = run.project.workspace;
  const module = names.text(imported.module);
  const { environment, path } = frame;
  if (imported.name === NO_NAME) {
    const found = run.importModule(module, 0, path);
    if (imported.alias !== NO_NAME) {
      environment.bind(names.text(imported.alias), found ?? { kind: "external", name: module });
      return;
    }
    const [first = module] = module.split(".", 1);
    const outer = run.importModule(first, 0, path);
    environment.bind(first, outer ?? { kind: "external", name: first });
    return;
  }
  const name = names.text(imported.name);
  if (name === "*") bindStar(module, imported.level, frame, run);
  else {
    const bound = imported.alias === NO_NAME ? name : names.text(imported.alias);
    const value = importName(module, name, imported.level, path, run);
    environment.bind(
      bound,
      value ?? unknown(`the name \`${name}\` of \`${module}\``, placeOf(statement, frame)),
    );
  }
}

/** `from module import name` */
export function importName(
  module: string,
  name: string,
  level: number,
  from: FilePath,
  run: Run,
): Value | undefined {
  const found = run.importModule(module, level, from);
  if (found === undefined) {
    if (level > 0) return undefined;
    const { workspace } = run.project;
    const full = workspace.libraries.canonical(workspace.names.of(`${module}.${name}`));
    return externalValue(workspace.names.text(full).replaceAll(".()", "()"));
  }
  const own = found.kind === "module" ? run.module(found.path).own(name) : undefined;
  return own ?? submodule(module, name, level, from, run);
}

export function submodule(
  module: string,
  name: string,
  level: number,
  from: FilePath,
  run: Run,
): Value | undefined {
  return run.importModule(module === "" ? name : `${module}.${name}`, level, from);
}

/** What `from module import *` binds a name to. */
export function importStar(
  module: string,
  level: number,
  from: FilePath,
  name: string,
  run: Run,
): Value | undefined {
  const found = run.importModule(module, level, from);
  if (found?.kind !== "module" || name.startsWith("_")) return undefined;
  return run.module(found.path).own(name);
}

function bindStar(module: string, level: number, frame: Frame, run: Run): void {
  const found = run.importModule(module, level, frame.path);
  if (found?.kind !== "module") return;
  const from = run.module(found.path);
  const all = from.own("__all__");
  const listed =
    all?.kind === "list"
      ? all.elements.flatMap((it) => (it.kind === "text" ? it.value : []))
      : undefined;
  if (listed === undefined) frame.environment.addStar(from);
  for (const name of listed ?? from.entries().keys()) {
    const value = from.own(name);
    if (value !== undefined && (listed !== undefined || !name.startsWith("_")))
      frame.environment.bind(name, value);
  }
}
