import { replace } from "#lint/edits";
import { relatedTo } from "#lint/engines";
import { defineRule, type Fix } from "#lint/rule";
import { ENGINES, type Engine, enginesIn } from "#model/database/engines";
import { type RefusedUrl, refusedUrl } from "#model/database/syncDrivers";
import type { SourceFile } from "#model/files/sourceFile";
import { isBrokenAt } from "#model/link/surroundings";
import type { Project } from "#model/project";
import { contains, type Range } from "#syntax/range";

export default defineRule({
  id: "sync-driver-in-async-engine",
  category: "database",
  severity: "error",
  profile: "recommended",
  summary: "An async engine is given a URL whose driver is not async",
  needs: "project",
  startsAt: ENGINES,

  *check(file, project) {
    if (project.role(file) !== "application") return;
    for (const engine of enginesIn(file, project)) {
      const refused = refusedUrl(engine, file, project);
      if (refused === undefined) continue;
      const range = rangeOf(engine, refused, file);
      yield {
        range,
        message: messageFor(refused),
        ...(refused.value.source !== "code" && { severity: "warning" }),
        related: relatedTo(engine, project, refused.value, range),
        fixes: otherDriver(refused, project),
      };
    }
  },
});

/** The URL where it is written in this file, else the argument that gives it, else the call. */
function rangeOf(
  { call, writtenUrl, row }: Engine,
  { value }: RefusedUrl,
  file: SourceFile,
): Range {
  if (value.path === file.path && value.source === "code") return value.range;
  return writtenUrl !== undefined && contains(call, writtenUrl)
    ? writtenUrl
    : file.calleeRange(row);
}

function messageFor({ scheme, driver, value, replacement }: RefusedUrl): string {
  const isWritten = value.source === "code";
  const refusal =
    driver === undefined
      ? `SQLAlchemy has no dialect ${scheme}`
      : `${scheme}:// means ${driver}, which is not async`;
  const raised = driver === undefined ? "NoSuchModuleError" : "InvalidRequestError";
  const consequence = isWritten
    ? `this engine raises ${raised}`
    : `this engine raises ${raised} unless another URL is configured`;
  return `${refusal}: ${consequence}. Use ${replacement ?? "a URL with an async driver"}.`;
}

function otherDriver({ value, scheme, replacement }: RefusedUrl, project: Project): readonly Fix[] {
  const file = project.file(value.path);
  if (file === undefined || replacement === undefined) return [];
  const opening = /^[rbfuRBFU]*(?:"{3}|'{3}|["'])/.exec(file.slice(value.range))?.[0];
  if (opening === undefined || isBrokenAt(value.range, file)) return [];
  const start = value.range.start + opening.length;
  const written = { start, end: start + scheme.length };
  if (file.slice(written) !== scheme) return [];
  return [
    {
      title: `Use ${replacement}`,
      safety: "suggestion",
      edits: () => [replace(written, replacement, file)],
    },
  ];
}
