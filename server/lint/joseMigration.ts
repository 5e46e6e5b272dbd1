/** Turns a project from python-jose to PyJWT, where it uses nothing that PyJWT lacks. */
import { lineEndOf, replace } from "#lint/edits";
import { replaceRequirement } from "#lint/requirementEdits";
import type { Edit, Fix } from "#lint/rule";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import { importsJose, JOSE, joseImports, josePlace } from "#model/security/joseUse";
import type { Expression } from "#syntax/facts";
import type { ImportStatement } from "#syntax/importStatements";

/** What PyJWT calls the errors; the code keeps the names that it has. */
const ERRORS: ReadonlyMap<string, string> = new Map([
  ["JOSEError", "PyJWTError"],
  ["JWTError", "PyJWTError"],
  ["JWTClaimsError", "InvalidTokenError"],
  ["ExpiredSignatureError", "ExpiredSignatureError"],
]);
/** Arguments that both libraries take, in this order. */
const ARGUMENTS: ReadonlyMap<string, readonly string[]> = new Map([
  ["encode", ["claims", "key", "algorithm", "headers"]],
  ["decode", ["token", "key", "algorithms", "options", "audience", "issuer"]],
  ["get_unverified_header", ["token"]],
]);
/** Options that mean the same to both. */
const OPTION = /^verify_(?:signature|aud|iat|exp|nbf|iss)$/;
/** PyJWT calls the first one otherwise. */
const RENAMED: ReadonlySet<string> = new Set(["claims", "token"]);
/** A use of the module, with the name behind it. */
const USE = /\bjwt\b(?:\s*\.\s*(\w+))?/g;

export function migrateToPyJwt(project: Project): readonly Fix[] {
  if (project.packages().has("pyjwt") && josePlace(project) !== undefined) return [];
  const files = project.files().flatMap((path) => {
    const file = project.file(path);
    return file !== undefined && importsJose(file, project) ? file : [];
  });
  if (!files.every((file) => isConvertible(file, project))) return [];
  const wanted = { name: "PyJWT", extras: ["crypto"], constraint: ">=2.10" };
  const required = josePlace(project) && replaceRequirement(JOSE, wanted, project);
  if (required === undefined && josePlace(project) !== undefined) return [];
  return [
    {
      title: "Use PyJWT",
      safety: "suggestion",
      edits: (): readonly Edit[] => [
        ...(required === undefined ? [] : [required]),
        ...files.flatMap((file) =>
          joseImports(file).map((it) =>
            replace({ start: it.start, end: it.codeEnd }, importsFor(it, file), file),
          ),
        ),
      ],
    },
  ];
}

function isConvertible(file: SourceFile, project: Project): boolean {
  const statements = joseImports(file);
  const names = statements.flatMap((it) => it.names);
  const areKnown = names.every(
    ({ name, alias }) => alias === undefined && (name === "jwt" || ERRORS.has(name)),
  );
  if (!areKnown || !statements.every(({ isFrom }) => isFrom)) return false;
  if (!names.some(({ name }) => name === "jwt")) return true;
  const rest = statements.reduceRight(
    (text, { start, end }) => text.slice(0, start) + text.slice(end),
    file.text,
  );
  const uses = [...rest.matchAll(USE)].filter(([, method]) => method !== undefined);
  return (
    uses.every(([, method]) => ARGUMENTS.has(method ?? "")) &&
    callsOf(file, project).every((row) => isCallConvertible(row, file))
  );
}

function callsOf(file: SourceFile, project: Project): readonly number[] {
  return project.callsTo(file, CALLS);
}

const CALLS: readonly string[] = ["jose.jwt.encode", "jose.jwt.decode"];

function isCallConvertible(row: number, file: SourceFile): boolean {
  const call = file.call(row);
  if (call?.callee.kind !== "attribute") return false;
  const { name } = call.callee;
  const known = ARGUMENTS.get(name) ?? [];
  const given = call.arguments.map(({ keyword }, index) => keyword ?? known[index] ?? "");
  // PyJWT decodes with a list of algorithms only.
  if (name === "decode" && !given.includes("algorithms")) return false;
  return call.arguments.every(
    ({ keyword, stars, value }, index) =>
      stars === 0 &&
      (given[index] !== "options" || areSharedOptions(value)) &&
      known.includes(given[index] ?? "") &&
      !RENAMED.has(keyword ?? "") &&
      // In PyJWT everything after the algorithms has to be named.
      (keyword !== undefined || index < 3),
  );
}

function areSharedOptions(value: Expression): boolean {
  if (value.kind !== "dictionary") return false;
  return value.entries.every(({ key }) => key?.kind === "string" && OPTION.test(key.value));
}

function importsFor({ names, start }: ImportStatement, file: SourceFile): string {
  const errors = names.flatMap(({ name }) => {
    const other = ERRORS.get(name);
    if (other === undefined) return [];
    return other === name ? name : `${other} as ${name}`;
  });
  const lineStart = Math.max(file.text.lastIndexOf("\n", start - 1) + 1, 0);
  const indentation = /^\s*/.exec(file.text.slice(lineStart, start))?.[0] ?? "";
  return [
    ...(names.some(({ name }) => name === "jwt") ? ["import jwt"] : []),
    ...(errors.length > 0 ? [`from jwt import ${errors.join(", ")}`] : []),
  ].join(lineEndOf(file.text) + indentation);
}
