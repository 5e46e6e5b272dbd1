/** Fixes for passlib: pwdlib in its place, or a bcrypt that it can use. */
import { lineEndOf, replace } from "#lint/edits";
import { addRequirement, limitRequirement, replaceRequirement } from "#lint/requirementEdits";
import type { Edit, Fix } from "#lint/rule";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import { allPasslibImporters } from "#model/security/passlib";
import { evaluate } from "#model/values/values";
import type { Call } from "#syntax/facts";

const IMPORT = /^from passlib\.context import CryptContext(?=[ \t]*(?:#.*)?$)/m;
const NEW_NAMES = /\b(?:PasswordHash|Argon2Hasher|BcryptHasher)\b/;
const CONTEXTS = ["passlib.context.CryptContext"];
/** Methods of a context that pwdlib's `PasswordHash` has as well, with the number of arguments that both take. */
const SHARED_METHODS: ReadonlyMap<string, number> = new Map([
  ["hash", 1],
  ["verify", 2],
  ["verify_and_update", 2],
]);
const HASHERS: ReadonlyMap<string, { readonly module: string; readonly name: string }> = new Map([
  ["argon2", { module: "pwdlib.hashers.argon2", name: "Argon2Hasher" }],
  ["bcrypt", { module: "pwdlib.hashers.bcrypt", name: "BcryptHasher" }],
]);

/** `bcrypt<5`, which passlib can use. */
export function limitBcrypt(project: Project): readonly Fix[] {
  const wanted = { name: "bcrypt", extras: [], constraint: "<5" };
  const edit =
    limitRequirement("bcrypt", "5", project) ?? addRequirement(wanted, "passlib", project);
  return edit === undefined
    ? []
    : [{ title: "Require bcrypt below 5", safety: "suggestion", edits: () => [edit] }];
}

/** Replaces every context by a `PasswordHash` that verifies its hashes, where the project does nothing else with passlib. */
export function replaceByPwdlib(project: Project): readonly Fix[] {
  const files = allPasslibImporters(project).map((path) => project.file(path));
  const isPlain = files.every((file) => file !== undefined && isConvertible(file, project));
  if (!isPlain || usesOtherMethods(project)) return [];
  return [
    {
      title: "Use pwdlib, which verifies the hashes made so far",
      safety: "suggestion",
      edits: () => [
        ...files.flatMap((file) => (file === undefined ? [] : conversionOf(file, project))),
        ...requirementEdits(project),
      ],
    },
  ];
}

function requirementEdits(project: Project): readonly Edit[] {
  const wanted = { name: "pwdlib", extras: ["argon2", "bcrypt"], constraint: "" };
  if (project.packages().has("pwdlib")) return [];
  const edit =
    replaceRequirement("passlib", wanted, project) ?? addRequirement(wanted, "fastapi", project);
  return edit === undefined ? [] : [edit];
}

/** Whether a file only makes contexts of bcrypt and argon2. */
function isConvertible(file: SourceFile, project: Project): boolean {
  const calls = contextsIn(file, project);
  const words = file.text.match(/\bCryptContext\b/g) ?? [];
  const isOnlyImport =
    (file.text.match(/\bpasslib\b/g) ?? []).length === 1 &&
    IMPORT.test(file.text) &&
    !NEW_NAMES.test(file.text);
  return (
    calls.length > 0 &&
    isOnlyImport &&
    words.length === calls.length + 1 &&
    calls.every((call) => schemesOf(call, file, project) !== undefined)
  );
}

function contextsIn(file: SourceFile, project: Project): readonly Call[] {
  return project.callsTo(file, CONTEXTS).flatMap((row) => file.call(row) ?? []);
}

/** The schemes of a context, where nothing but them and `deprecated="auto"` is passed. */
function schemesOf(
  { arguments: all }: Call,
  file: SourceFile,
  project: Project,
): readonly string[] | undefined {
  const isOther = all.some(
    ({ keyword, value }) =>
      keyword !== "schemes" &&
      !(keyword === "deprecated" && value.kind === "string" && value.value === "auto"),
  );
  const given = all.find(({ keyword }) => keyword === "schemes");
  if (isOther || given === undefined) return undefined;
  const value = evaluate(given.value, file, file.definitionAt(given), project);
  if (value.kind !== "list") return undefined;
  const schemes = value.elements.map((it) => (it.kind === "string" ? it.value : ""));
  return schemes.every((scheme) => HASHERS.has(scheme)) ? schemes : undefined;
}

/** Whether any file asks a context for something that pwdlib has not, or in another way. */
function usesOtherMethods(project: Project): boolean {
  const { workspace } = project;
  const context = "passlib.context.CryptContext().";
  return project.files().some((path) => {
    const file = project.file(path);
    const targets = workspace.links(path)?.targets ?? [];
    return targets.some((target, row) => {
      const name = target?.kind === "external" ? project.qualifiedName(target) : undefined;
      if (name === undefined || !name.startsWith(context)) return false;
      const count = SHARED_METHODS.get(name.slice(context.length));
      return count === undefined || file?.call(row)?.arguments.length !== count;
    });
  });
}

function conversionOf(file: SourceFile, project: Project): readonly Edit[] {
  const calls = contextsIn(file, project);
  const schemes = new Set(calls.flatMap((call) => schemesOf(call, file, project) ?? []));
  // New hashes are made by the first one.
  const hashers = [...HASHERS].filter(([scheme]) => scheme === "argon2" || schemes.has(scheme));
  const made = hashers.map(([, { name }]) => `${name}()`).join(", ");
  const imports = hashers.map(([, { module, name }]) => `from ${module} import ${name}`);
  const start = file.text.search(IMPORT);
  const old = { start, end: start + (IMPORT.exec(file.text)?.[0].length ?? 0) };
  return [
    replace(old, ["from pwdlib import PasswordHash", ...imports].join(lineEndOf(file.text)), file),
    ...calls.map((call) =>
      replace(call, `PasswordHash((${made}${hashers.length === 1 ? "," : ""}))`, file),
    ),
  ];
}
