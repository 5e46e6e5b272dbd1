/** *Scaffold Repository…*: the models to choose from, and the files that would be written. */
import type { CodeAction } from "vscode-languageserver";
import { toUri } from "#features/uris";
import { type RepositoryTemplates, scaffoldRepository } from "#generate/repository";
import { modelsOf, repositoryRequest } from "#generate/scaffoldRequest";
import type { FilePath, Host } from "#host";
import type { Workspace } from "#model/workspace";
import type { ModelEntry, ModelReference, Scaffold } from "#protocol";
import type { Range } from "#syntax/range";

/** The models of the workspace, those of `path` first. */
export function modelsIn(workspace: Workspace, path: FilePath | undefined): ModelEntry[] {
  return modelsOf(workspace)
    .sort((a, b) => Number(b.path === path) - Number(a.path === path))
    .map((model) => ({
      uri: toUri(model.path),
      model: model.name,
      module: workspace.projectOf(model.path).modules().nameOf(model.path),
    }));
}

/** Writes nothing; says in one sentence why, where it cannot be done. */
export async function scaffoldOf(
  path: FilePath | undefined,
  name: string,
  workspace: Workspace,
  templates: RepositoryTemplates,
  host: Host,
): Promise<Scaffold> {
  const model = modelsOf(workspace).find((it) => it.path === path && it.name === name);
  if (model === undefined) return refusal(`There is no model ${name} in that file.`);
  const existing = await existingPaths(workspace.projectOf(model.path).folder, workspace, host);
  const request = repositoryRequest(model, workspace, existing);
  if (request === undefined) return refusal(`${name} cannot be read: its code is broken.`);
  const scaffold = scaffoldRepository(request, templates);
  if ("refused" in scaffold) return refusal(scaffold.refused);
  const { folder } = workspace.projectOf(model.path);
  return {
    notes: scaffold.notes,
    files: scaffold.files.map((file) => ({
      uri: toUri(`${folder}/${file.path}`),
      text: file.text,
    })),
  };
}

function refusal(refused: string): Scaffold {
  return { files: [], notes: [], refused };
}

/**
 * What is on disk in the folders of a project that hold Python: an editor keeps deleted files open for a while, and not every file
 * is one that the workspace reads.
 */
async function existingPaths(
  folder: FilePath,
  workspace: Workspace,
  host: Host,
): Promise<ReadonlySet<FilePath>> {
  const folders = new Set([folder]);
  for (const path of workspace.files())
    for (let at = parentOf(path); at.startsWith(`${folder}/`); at = parentOf(at)) folders.add(at);
  const existing = new Set<FilePath>();
  for (const each of folders)
    for (const { name } of await host.list(each)) existing.add(`${each}/${name}`);
  return existing;
}

function parentOf(path: FilePath): FilePath {
  return path.slice(0, path.lastIndexOf("/"));
}

/** The light bulb on the name of a model class. */
export function scaffoldActions(
  path: FilePath,
  selection: Range,
  workspace: Workspace,
): CodeAction[] {
  const { definitions } = workspace.file(path)?.outline ?? {};
  return modelsOf(workspace, [path])
    .filter(({ row }) => {
      const name = definitions?.nameRange(row);
      const start = definitions?.start(row) ?? 0;
      return name !== undefined && start <= selection.end && selection.start <= name.end;
    })
    .map(({ name }) => {
      const reference: ModelReference = { uri: toUri(path), model: name };
      const title = `Scaffold a repository for ${name}…`;
      return {
        title,
        kind: "refactor",
        command: { title, command: "routewright.scaffoldRepository", arguments: [reference] },
      };
    });
}
