/** What the rules about a blocked event loop share: the way down as related places, and the fixes. */

import { EditSequence } from "#lint/editSequence";
import { replace, wrapCall } from "#lint/edits";
import type { WantedImport } from "#lint/importEdits";
import { removeImports } from "#lint/importRemoval";
import { importAt } from "#lint/localImports";
import type { Edit, Fix, Related } from "#lint/rule";
import { unneededImports } from "#lint/unneededImports";
import { couldBeSynchronous, isHttpHandler } from "#model/application/handlers";
import { runsBesideRequests } from "#model/application/lifecycle";
import type { BlockedLoop } from "#model/eventLoop/eventLoop";
import type { SourceFile } from "#model/files/sourceFile";
import { isInGenerator } from "#model/link/surroundings";
import type { Project } from "#model/project";
import type { Start } from "#model/start";

export const BLOCKED_REQUESTS: Start = {
  or: (file, project) => project.blockedLoops(file).length > 0,
};

/** The calls of a file that keep the requests of an application waiting. */
export function* blockedRequests(file: SourceFile, project: Project): Iterable<BlockedLoop> {
  if (project.role(file) !== "application") return;
  for (const blocked of project.blockedLoops(file)) {
    if (endsInVendored(blocked, project)) continue;
    const coroutine = file.outline.calls.owner(blocked.call);
    if (!runsBesideRequests(file.path, coroutine, project)) yield blocked;
  }
}

/** A library decides by its arguments whether it waits. Where it is known to, the catalogue has its name. */
function endsInVendored({ steps }: BlockedLoop, project: Project): boolean {
  const last = project.file(steps.at(-1)?.path ?? "");
  return last !== undefined && project.role(last) === "vendored";
}

/** The text of what a call row calls, such as `self.mailer.send`. */
export function calleeText(file: SourceFile, call: number): string {
  return file.slice(file.calleeRange(call)).replace(/\s+/g, "");
}

/** Every call between the coroutine and the blocking one. */
export function wayDown({ steps, blocking }: BlockedLoop, project: Project): Related[] {
  return steps.map(({ path, call, caller }, index) => {
    const names = project.workspace.names;
    const outline = project.file(path)?.outline;
    const name = outline === undefined ? "" : names.text(outline.definitions.name(caller));
    const isLast = index === steps.length - 1;
    return {
      path,
      range: () => project.file(path)?.calleeRange(call) ?? { start: 0, end: 0 },
      message: isLast ? `${name}() blocks here: ${blocking.name}` : `${name}() calls on`,
    };
  });
}

export function eventLoopFixes(
  blocked: BlockedLoop,
  file: SourceFile,
  project: Project,
): readonly Fix[] {
  const { calls } = file.outline;
  const call = { start: calls.start(blocked.call), end: calls.end(blocked.call) };
  const cannotAwait = isInGenerator(call, calls.statement(blocked.call), file);
  return [
    ...(cannotAwait
      ? []
      : [...asyncTwin(blocked, file, project), inThreadPool(blocked, file, project)]),
    ...synchronousHandler(blocked, file, project),
  ];
}

const THREAD_POOL: WantedImport = {
  modules: ["fastapi.concurrency", "starlette.concurrency"],
  name: "run_in_threadpool",
};

/** `await run_in_threadpool(f, …)` */
function inThreadPool({ call }: BlockedLoop, file: SourceFile, project: Project): Fix {
  return {
    title: "Run it in the thread pool",
    safety: "suggestion",
    edits() {
      const facts = file.call(call);
      if (facts === undefined) return [];
      const { localName, edits } = importAt(call, THREAD_POOL, file, project);
      const wrapper = { callee: localName, isAwaited: true, parameters: ["func"] };
      return [...edits, ...wrapCall(facts, wrapper, file)];
    },
  };
}

/** `await asyncio.sleep(…)` for `time.sleep(…)` */
function asyncTwin(
  { call, blocking, steps }: BlockedLoop,
  file: SourceFile,
  project: Project,
): Fix[] {
  const { twin } = blocking;
  if (twin === undefined || steps.length > 0) return [];
  return [
    {
      title: `Await ${twin.module}.${twin.name} instead`,
      safety: "suggestion",
      edits(): Edit[] {
        const replaced = file.calleeRange(call);
        const unused = unneededImports(file, [replaced], project);
        const { localName, edits } = importAt(call, { modules: [twin.module] }, file, project);
        const imports = new EditSequence(file);
        imports.apply(edits);
        imports.apply(removeImports(unused, imports.file));
        const callee = `await ${localName}.${twin.name}`;
        return [...imports.edits(), replace(replaced, callee, file)];
      },
    },
  ];
}

/** FastAPI runs a `def` handler in the thread pool by itself. */
function synchronousHandler({ call }: BlockedLoop, file: SourceFile, project: Project): Fix[] {
  const { calls, definitions } = file.outline;
  const handler = calls.owner(call);
  if (!isHttpHandler(file, handler, project)) return [];
  if (!couldBeSynchronous(file, handler, project)) return [];
  const start = definitions.start(handler);
  const word = /^async\s+/.exec(file.text.slice(start))?.[0] ?? "";
  return [
    {
      title: "Make the handler `def`, so that FastAPI runs it in the thread pool",
      safety: "suggestion",
      edits: () => [replace({ start, end: start + word.length }, "", file)],
    },
  ];
}
