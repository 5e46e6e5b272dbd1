/** Paths and prefixes whose slashes are wrong. */
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { StringLiteral } from "#syntax/facts";

const PREFIXED = [
  "fastapi.APIRouter",
  "fastapi.FastAPI().include_router",
  "fastapi.APIRouter().include_router",
];

export interface WrongPrefix {
  readonly literal: StringLiteral;
  readonly isWithoutSlash: boolean;
  readonly endsWithSlash: boolean;
}

/** The prefixes that FastAPI refuses, of those that are written at the call. */
export function wrongPrefixes(file: SourceFile, project: Project): WrongPrefix[] {
  return project.callsTo(file, PREFIXED).flatMap((row) => {
    const { calls } = file.outline;
    const text = file.slice({ start: calls.calleeEnd(row), end: calls.end(row) });
    if (!/\bprefix\s*=/.test(text)) return [];
    const given = file.call(row)?.arguments.find(({ keyword }) => keyword === "prefix")?.value;
    if (given?.kind !== "string" || given.value === "") return [];
    const isWithoutSlash = !given.value.startsWith("/");
    const endsWithSlash = given.value.endsWith("/");
    return isWithoutSlash || endsWithSlash ? { literal: given, isWithoutSlash, endsWithSlash } : [];
  });
}
