/** What the command line must read to understand the files and folders that a person names. */
import { existsSync, statSync } from "node:fs";
import type { FilePath } from "#host";

const MANIFESTS = ["pyproject.toml", "requirements.txt", "setup.py", "setup.cfg", "Pipfile"];

/** The workspaces of named paths, none inside another. */
export function workspaceFolders(
  named: readonly FilePath[],
  workingDirectory: FilePath,
): readonly FilePath[] {
  const folders = [...new Set(named.map((path) => workspaceOf(path, workingDirectory)))];
  return folders.filter((folder) => !folders.some((other) => folder.startsWith(`${other}/`)));
}

/**
 * The nearest folder with a manifest, in the repository that the path is in, or in the working directory. Without one the repository for
 * a file, and for a folder itself or, where that is a package, the folder that its imports begin at.
 */
function workspaceOf(path: FilePath, workingDirectory: FilePath): FilePath {
  const isFolder = statSync(path).isDirectory();
  const own = isFolder ? path : parentOf(path);
  const above = foldersAbove(own);
  const repository = above.find((folder) => existsSync(`${folder}/.git`));
  const top = repository ?? (above.includes(workingDirectory) ? workingDirectory : own);
  const manifest = above
    .slice(0, above.indexOf(top) + 1)
    .find((folder) => MANIFESTS.some((name) => existsSync(`${folder}/${name}`)));
  if (manifest !== undefined) return manifest;
  if (!isFolder && repository !== undefined) return repository;
  return above.find((folder) => !existsSync(`${folder}/__init__.py`)) ?? own;
}

/** The folder, the one that it is in, and so on. */
function foldersAbove(folder: FilePath): readonly FilePath[] {
  const folders: FilePath[] = [];
  for (let current = folder; current !== ""; current = parentOf(current)) folders.push(current);
  return folders;
}

function parentOf(path: FilePath): FilePath {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
