/** What makes a folder a project, and which files tell about it. */
import type { FilePath } from "#host";

const MANIFEST =
  /\/(?:pyproject\.toml|setup\.cfg|setup\.py|Pipfile(?:\.lock)?|(?:uv|poetry|pdm)\.lock|requirements[^/]*\.(?:txt|in)|requirements\/[^/]+\.(?:txt|in)|[^/]+\.dist-info\/METADATA)$/;
const CONFIGURATION = /\/(?:routewright\.toml|\.?ruff\.toml|\.env\.example)$/;

/** Whether a file tells of versions or configuration. */
export function isManifest(path: FilePath): boolean {
  return MANIFEST.test(path) || CONFIGURATION.test(path);
}

/** The folders that are projects, the deepest first. The folders of the workspace are projects, with a manifest or without. */
export function projectFolders(
  workspaceFolders: readonly FilePath[],
  manifests: ReadonlySet<FilePath>,
): readonly FilePath[] {
  const folders = new Set(workspaceFolders);
  for (const path of manifests) if (MANIFEST.test(path)) folders.add(projectFolderOf(path));
  return [...folders].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

/** The folder that a manifest speaks of: `requirements/base.txt` and `x.dist-info/METADATA` belong to the folder above theirs. */
export function projectFolderOf(path: FilePath): FilePath {
  return path.replace(/(?:\/requirements|\/[^/]+\.dist-info)?\/[^/]+$/, "");
}
