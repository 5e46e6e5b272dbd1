/** What is wrong with the routes of a project, each kind found once for all files. */
import type { Project } from "#model/project";
import { type DeadRoute, deadRoutes } from "#model/routes/deadRoutes";
import { type Stage, stage } from "#model/stage";

export class RouteFaults {
  private readonly deadStage: Stage<readonly DeadRoute[]>;

  constructor(project: Project) {
    this.deadStage = stage(() => deadRoutes(project.builtApplications()), same);
  }

  /** Routes that no request reaches. */
  dead(): readonly DeadRoute[] {
    return this.deadStage.get();
  }
}

/** What is found is plain data. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
