/** Options of the command line that a file reads with argparse, and their defaults. */

import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { Located } from "#model/values/value";
import type { Attribute, Call } from "#syntax/facts";

const PARSED = "argparse.ArgumentParser().parse_args()";
const ADDING = ["argparse.ArgumentParser().add_argument"];

/** The default of the option that an attribute such as `args.cors_origins` reads, where the same file declares it once. */
export function optionDefault(
  { object, name }: Attribute,
  file: SourceFile,
  scope: number,
  project: Project,
): Located | undefined {
  if (project.qualifiedName(project.targetOf(object, file, scope)) !== PARSED) return undefined;
  const options = project.callsTo(file, ADDING).flatMap((row) => {
    const call = file.call(row);
    return call !== undefined && destinationOf(call) === name ? { row, call } : [];
  });
  const [only, other] = options;
  const given = only?.call.arguments.find(({ keyword }) => keyword === "default");
  if (only === undefined || other !== undefined || given === undefined) return undefined;
  return { expression: given.value, file, scope: file.outline.calls.owner(only.row) };
}

/** The attribute that holds an option: `cors_origins` for `--cors-origins`. */
function destinationOf({ arguments: all }: Call): string | undefined {
  const given = all.find(({ keyword }) => keyword === "dest")?.value;
  if (given !== undefined) return given.kind === "string" ? given.value : undefined;
  const flags = all.flatMap(({ keyword, value }) =>
    keyword === undefined && value.kind === "string" ? value.value : [],
  );
  const flag = flags.find((it) => it.startsWith("--")) ?? flags[0];
  return flag?.replace(/^-+/, "").replaceAll("-", "_");
}
