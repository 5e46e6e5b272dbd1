import { insert, replace } from "#lint/edits";
import { callAt } from "#lint/routePlaces";
import { defineRule, type Finding, type Fix } from "#lint/rule";
import type { SourceFile } from "#model/files/sourceFile";
import { isBrokenAt } from "#model/link/surroundings";
import type { RegisteredPaths } from "#model/routes/registeredPaths";
import { type WrongPrefix, wrongPrefixes } from "#model/routes/slashes";
import type { StringLiteral } from "#syntax/facts";

/** A path without a slash, perhaps of something else than a route. */
const SUSPECT =
  /(?:\b|_)(?:get|post|put|patch|delete|head|options|trace|route|websocket)\(\s*(?:path\s*=\s*)?[rRuU]?(["'])(?!\/|\1)/;
/** One character of a string literal without a prefix. */
const PLAIN = /^(["'])(?!\1)/;

export default defineRule({
  id: "path-without-slash",
  category: "routing",
  severity: "error",
  profile: "recommended",
  summary: "A path or prefix begins without a slash, or a prefix ends with one",
  needs: "application",

  *check(file, project) {
    if (project.role(file) !== "application") return;
    for (const prefix of wrongPrefixes(file, project)) yield ofPrefix(prefix, file);
    if (!SUSPECT.test(file.text)) return;
    for (const registered of project.routeFaults.registered())
      if (registered.place.path === file.path) yield* ofPath(registered, file);
  },
});

function ofPrefix(
  { literal, isWithoutSlash, endsWithSlash }: WrongPrefix,
  file: SourceFile,
): Finding {
  const right = literal.value.replace(/^\/*(?=.)/, "/").replace(/\/+$/, "");
  const written = file.slice(literal);
  const isPlain = written.slice(1, -1) === literal.value && PLAIN.test(written);
  const { start, end } = literal;
  return {
    range: { start, end },
    message: isWithoutSlash
      ? "FastAPI refuses a prefix that does not start with a slash. Put one before it."
      : "FastAPI refuses a prefix that ends with a slash. Take it away.",
    fixes:
      isPlain && !isBrokenAt(literal, file)
        ? [
            {
              title:
                endsWithSlash && !isWithoutSlash ? "Take the slash away" : "Put a slash before it",
              safety: "safe",
              edits: () => [replace({ start: start + 1, end: end - 1 }, right, file)],
            },
          ]
        : [],
  };
}

function* ofPath({ place, paths }: RegisteredPaths, file: SourceFile): Generator<Finding> {
  const given = callAt(place, file)?.call.arguments ?? [];
  const path = (given.find(({ keyword }) => keyword === "path") ?? given[0])?.value;
  if (path?.kind !== "string" || path.value === "" || path.value.startsWith("/")) return;
  const [first = ""] = paths;
  const { start, end } = path;
  if (paths.every((it) => !it.startsWith("/")))
    yield {
      range: { start, end },
      message: `Every request has a path that starts with a slash, so none gets to ${path.value}. Put a slash before it.`,
      fixes: slashed(path, "safe", file),
    };
  // `.json` or `:batch` goes on with the last part of the prefix.
  else if (/^[a-z0-9]/i.test(path.value) && paths.every((it) => it.endsWith(path.value)))
    yield {
      range: { start, end },
      message: `The prefix and ${path.value} are joined without a slash: this answers at ${first}. Put a slash before it.`,
      fixes: slashed(path, "suggestion", file),
    };
}

function slashed(path: StringLiteral, safety: Fix["safety"], file: SourceFile): Fix[] {
  if (!PLAIN.test(file.slice(path)) || isBrokenAt(path, file)) return [];
  return [
    {
      title: "Put a slash before it",
      safety,
      edits: () => [insert(path.start + 1, "/", file)],
    },
  ];
}
