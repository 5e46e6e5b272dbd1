/** The folders that Python imports a project from, as its own imports show. */
import type { FilePath } from "#host";
import type { Project } from "#model/project";
import { NO_NAME } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";

/** Those that most absolute imports lead to first. */
export function importRoots(project: Project): readonly FilePath[] {
  const { workspace } = project;
  const { names } = workspace;
  const counts = new Map<FilePath, number>();
  for (const path of project.files()) {
    if (workspace.role(path) === "test") continue;
    for (const { module, level } of workspace.ownCode(path, MODULE_LEVEL)?.imports ?? []) {
      if (level > 0 || module === NO_NAME) continue;
      const name = names.text(module);
      const found = workspace.modules(path).resolve(name, 0, path);
      if (found === undefined) continue;
      const file = found.kind === "module" ? found.path : found.folder;
      const root = rootOf(file, name);
      if (root !== undefined) counts.set(root, (counts.get(root) ?? 0) + 1);
    }
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([root]) => root);
}

/** The folder below which a file has a dotted name. */
function rootOf(file: FilePath, name: string): FilePath | undefined {
  const below = `/${name.replaceAll(".", "/")}`;
  const module = file.replace(/(?:\/__init__)?\.py$/, "");
  return module.endsWith(below) ? module.slice(0, -below.length) : undefined;
}

/** The dotted name of a file below the first of these folders that holds it. */
export function nameBelow(roots: readonly FilePath[], path: FilePath): string | undefined {
  const root = roots.find((it) => path.startsWith(`${it}/`));
  if (root === undefined) return undefined;
  return path
    .slice(root.length + 1)
    .replace(/(?:(?:^|\/)__init__)?\.py$/, "")
    .replaceAll("/", ".");
}
