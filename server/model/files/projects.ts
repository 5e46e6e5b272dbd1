/** What makes a folder a project, and which files tell about it. */
import type { FilePath } from "#host";

const MANIFEST =
  /\/(?:pyproject\.toml|setup\.cfg|setup\.py|Pipfile(?:\.lock)?|(?:uv|poetry|pdm)\.lock|pylock(?:\.[^/.]+)?\.toml|requirements[^/]*\.(?:txt|in)|requirements\/[^/]+\.(?:txt|in)|[^/]+\.dist-info\/METADATA)$/;
/** Lists of packages that make no folder a project: `dev-requirements.txt`, `environment.yml`. */
const LIST = /\/(?:[^/]*requirements[^/]*\.(?:txt|in)|environment[^/]*\.ya?ml)$/;
/** What others name with `-c`. */
const CONSTRAINTS = /\/[^/]*constraints[^/]*\.txt$/;
/** What Ruff's configuration extends may have any name; nearly always "ruff" is in it. */
const CONFIGURATION = /\/(?:routewright\.toml|[^/]*ruff[^/]*\.toml|\.env\.example)$/;

/** Whether a file tells of versions or configuration. */
export function isManifest(path: FilePath): boolean {
  return listsPackages(path) || CONSTRAINTS.test(path) || CONFIGURATION.test(path);
}

/** Whether a file says what the project of its folder requires; others say so only where they are included. */
export function listsPackages(path: FilePath): boolean {
  return MANIFEST.test(path) || LIST.test(path);
}

/** Whether a `setup.py` is the one that setuptools runs, and no module of that name. */
export function isSetupScript(text: string): boolean {
  return /\b(?:setuptools|distutils)\b/.test(text) && /\bsetup\s*\(/.test(text);
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
