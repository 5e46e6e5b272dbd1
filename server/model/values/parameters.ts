/** What the callers of a function of the project pass to it. */

import type { SourceFile } from "#model/files/sourceFile";
import type { CallSite } from "#model/link/callers";
import type { Project } from "#model/project";
import { DictionaryReader, isMethod } from "#model/values/dictionaries";
import type { Located } from "#model/values/value";

/** One known call, and what it passes for a parameter: `undefined` where the default is taken, or where that cannot be read. */
export interface Passed {
  readonly site: CallSite;
  readonly given: Located | undefined;
}

/** By call, what is passed for a parameter of a function. */
export function passedFor(
  parameter: string,
  file: SourceFile,
  row: number,
  project: Project,
): readonly Passed[] {
  const sites = project.workspace.callersOf(file.path, row);
  if (sites.length === 0) return [];
  const definition = file.definition(row);
  if (definition?.kind !== "function") return [];
  const reader = new DictionaryReader(project);
  return sites.flatMap((site) => {
    const caller = project.file(site.path);
    const call = caller?.call(site.call);
    if (caller === undefined || call === undefined) return [];
    const frame = { file: caller, scope: caller.outline.calls.owner(site.call) };
    const { values } = reader.bind(definition, isMethod(file, row), call, frame);
    return { site, given: values.get(parameter) };
  });
}

/** The default of a parameter. */
export function defaultOf(parameter: string, file: SourceFile, row: number): Located | undefined {
  const { parameters, definitions } = file.outline;
  const definition = file.definition(row);
  if (definition?.kind !== "function" || parameters.length === 0) return undefined;
  const expression = definition.parameters.find(({ name }) => name === parameter)?.default;
  return expression && { expression, file, scope: definitions.parent(row) };
}
