/** What the rules cost beside what has to be known before any of them can run, in this process. */
import { forGood } from "#model/stage";
import { openEngine } from "../scripts/engineRun";
import { resolved } from "../server/nodeHost";

export interface Cost {
  /** Seconds of CPU to read the files, link them, and find what blocks the event loop. */
  readonly before: number;
  /** Seconds of CPU for all rules, with the stages that only rules ask for. */
  readonly rules: number;
}

export async function costOfRules(folder: string): Promise<Cost> {
  const started = cpu();
  const { session } = openEngine(resolved(folder), "recommended");
  for await (const _ of session.read());
  // As the command line does it.
  return forGood(() => {
    for (const path of session.workspace.files()) session.workspace.blockedLoops(path);
    const known = cpu();
    for (const path of session.reportedPaths()) session.reports(path);
    return { before: known - started, rules: cpu() - known };
  });
}

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
