/** Which modules are a project's own, so that imports of them stand in a block of their own. */
import type { IsFirstParty } from "#lint/importEdits";
import type { Project } from "#model/project";

export function firstPartyOf(project: Project): IsFirstParty {
  return (module) => project.modules().resolve(module, 0, `${project.folder}/_.py`) !== undefined;
}
