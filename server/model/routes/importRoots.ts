/** The folders that Python imports a project from, as its own imports show. */
import type { FilePath } from "#host";
import type { Project } from "#model/project";

/** Those that most absolute imports lead to first; tests have ways of their own. */
export function importRoots(project: Project): readonly FilePath[] {
  const { workspace } = project;
  const counts = new Map<FilePath, number>();
  for (const path of project.files())
    if (workspace.role(path) !== "test")
      for (const [root, count] of workspace.importRoots(path))
        counts.set(root, (counts.get(root) ?? 0) + count);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([root]) => root);
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
