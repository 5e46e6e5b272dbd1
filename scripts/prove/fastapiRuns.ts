/** Runs small projects under FastAPI itself, each version in an environment of its own. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  type FastapiVersion,
  INSTALLED,
  type RoutesProject,
  requirementsOf,
} from "../../test/model/routes";
import { pythonInterpreter } from "../../test/python/environment";

/** The lines that a script answers, one for each run of a project; a run is called `name#number`. */
export function answersOf(
  script: string,
  version: FastapiVersion,
  projects: readonly RoutesProject[],
  parent: string,
): readonly string[] {
  const jobs = projects.flatMap((project) => {
    const folder = join(parent, project.name);
    layOut(new Map([...project.files(version), ...project.installed]), folder);
    const { entries } = project;
    const paths = [...project.paths, INSTALLED];
    return project.environments.map((environment, index) => ({
      id: `${project.name}#${index}`,
      folder,
      entries,
      paths,
      environment,
    }));
  });
  const { status, stdout, stderr, error } = spawnSync(
    pythonInterpreter(requirementsOf(version)),
    [script],
    { input: JSON.stringify(jobs), encoding: "utf8", maxBuffer: 2 ** 28 },
  );
  if (status !== 0) throw new Error(error?.message ?? stderr);
  return stdout.split("\n").filter((each) => each !== "");
}

function layOut(files: ReadonlyMap<string, string>, folder: string): void {
  for (const [path, text] of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}
