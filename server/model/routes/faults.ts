/** What is wrong with the routes of a project, each kind found once for all files. */
import type { Project } from "#model/project";
import { type DeadRoute, deadRoutes } from "#model/routes/deadRoutes";
import { type DuplicateOperationId, duplicateOperationIds } from "#model/routes/operationIds";
import { type RegisteredPaths, registeredPaths } from "#model/routes/registeredPaths";
import { type RequestFaults, requestFaults } from "#model/routes/requestFaults";
import { type Stage, stage } from "#model/stage";

export class RouteFaults {
  private readonly deadStage: Stage<readonly DeadRoute[]>;
  private readonly operationIdStage: Stage<DuplicateOperationId[]>;
  private readonly isRearrangedStage: Stage<boolean>;
  private readonly registeredStage: Stage<RegisteredPaths[]>;
  private readonly requestStage: Stage<RequestFaults>;

  constructor(project: Project) {
    this.deadStage = stage(() => deadRoutes(project.builtApplications()), same);
    this.operationIdStage = stage(() => duplicateOperationIds(project.builtApplications()), same);
    this.isRearrangedStage = stage(() => isRearranged(project));
    this.registeredStage = stage(() => registeredPaths(project.builtApplications()), same);
    this.requestStage = stage(() => requestFaults(project.builtApplications()), same);
  }

  /** Routes that no request reaches; none where code takes routes away or puts them into another order. */
  dead(): readonly DeadRoute[] {
    const dead = this.deadStage.get();
    return dead.length > 0 && this.isRearrangedStage.get() ? [] : dead;
  }

  /** Operation ids that two routes of one schema have. */
  operationIds(): readonly DuplicateOperationId[] {
    return this.operationIdStage.get();
  }

  /** The paths that calls register, by call. */
  registered(): readonly RegisteredPaths[] {
    return this.registeredStage.get();
  }

  /** What is wrong with the parameters of handlers and dependencies. */
  ofRequests(): RequestFaults {
    return this.requestStage.get();
  }
}

/** The interpreter follows `remove`, with which class-based views replace their routes. */
const REARRANGES =
  /\.routes\s*(?:\.\s*(?:pop|clear|sort|insert|reverse)\s*\(|\[[^\]\n]*\]\s*=[^=]|=[^=])|\bdel\s+[\w.]+\.routes\b/;

function isRearranged(project: Project): boolean {
  const { workspace } = project;
  return [...workspace.routingFiles()].some((path) => {
    const file = workspace.projectOf(path) === project ? project.file(path) : undefined;
    return file !== undefined && REARRANGES.test(file.text) && project.role(file) === "application";
  });
}

/** What is found is plain data. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
