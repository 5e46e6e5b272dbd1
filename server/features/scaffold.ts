/** *Scaffold Repository…*: the models to choose from, and the files that would be written. */
import type { CodeAction } from "vscode-languageserver";
import { toUri } from "#features/uris";
import { type RepositoryTemplates, scaffoldRepository } from "#generate/repository";
import { modelsOf, repositoryRequest } from "#generate/scaffoldRequest";
import type { FilePath } from "#host";
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
export function scaffoldOf(
  path: FilePath | undefined,
  name: string,
  workspace: Workspace,
  templates: RepositoryTemplates,
): Scaffold {
  const model = modelsOf(workspace).find((it) => it.path === path && it.name === name);
  const request = model && repositoryRequest(model, workspace);
  if (request === undefined)
    return { files: [], refused: `There is no model ${name} in that file.` };
  const scaffold = scaffoldRepository(request, templates);
  if ("refused" in scaffold) return { files: [], refused: scaffold.refused };
  const { folder } = workspace.projectOf(model?.path ?? "");
  return {
    files: scaffold.files.map((file) => ({
      uri: toUri(`${folder}/${file.path}`),
      text: file.text,
    })),
  };
}

/** The light bulb on the name of a model class. */
export function scaffoldActions(
  path: FilePath,
  selection: Range,
  workspace: Workspace,
): CodeAction[] {
  const { definitions } = workspace.file(path)?.outline ?? {};
  return modelsOf(workspace)
    .filter((model) => model.path === path)
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
