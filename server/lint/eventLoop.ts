/** What the rules about a blocked event loop share: the way down as related places, and the fixes. */
import { replace, wrapCall } from "#lint/edits";
import { addImport } from "#lint/importEdits";
import type { Edit, Fix, Related } from "#lint/rule";
import { couldBeSynchronous, isHttpHandler } from "#model/application/handlers";
import { runsBesideRequests } from "#model/application/lifecycle";
import type { BlockedLoop } from "#model/eventLoop/eventLoop";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";

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
  return [
    ...asyncTwin(blocked, file),
    inThreadPool(blocked, file),
    ...synchronousHandler(blocked, file, project),
  ];
}

/** `await run_in_threadpool(f, …)` */
function inThreadPool({ call }: BlockedLoop, file: SourceFile): Fix {
  return {
    title: "Run it in the thread pool",
    safety: "suggestion",
    edits() {
      const facts = file.call(call);
      if (facts === undefined) return [];
      const { localName, edits } = addImport(file, {
        modules: ["fastapi.concurrency", "starlette.concurrency"],
        name: "run_in_threadpool",
      });
      const wrapper = { callee: localName, isAwaited: true, parameters: ["func"] };
      return [...edits, ...wrapCall(facts, wrapper, file)];
    },
  };
}

/** `await asyncio.sleep(…)` for `time.sleep(…)` */
function asyncTwin({ call, blocking, steps }: BlockedLoop, file: SourceFile): Fix[] {
  const { twin } = blocking;
  if (twin === undefined || steps.length > 0) return [];
  return [
    {
      title: `Await ${twin.module}.${twin.name} instead`,
      safety: "suggestion",
      edits(): Edit[] {
        const { localName, edits } = addImport(file, { modules: [twin.module] });
        const callee = `await ${localName}.${twin.name}`;
        return [...edits, replace(file.calleeRange(call), callee, file)];
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
