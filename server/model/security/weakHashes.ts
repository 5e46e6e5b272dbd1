/** Fast hashes over passwords: what is hashed, and whether it is kept as the hash of a password. */

import type { SourceFile } from "#model/files/sourceFile";
import { bodyAround } from "#model/link/surroundings";
import type { Project } from "#model/project";
import {
  isAboutPasswords,
  isConfigured,
  isPasswordName,
  isSalt,
  nameOfValue,
  wordsOf,
} from "#model/security/passwordNames";
import { CONTEXTS } from "#model/security/weakSchemes";
import type { Start } from "#model/start";
import { constantOf } from "#model/values/constants";
import type { Located } from "#model/values/value";
import type { Call, Expression } from "#syntax/facts";
import { MODULE_LEVEL } from "#syntax/outline";
import { nodesAround } from "#syntax/walk";

export interface WeakHash {
  /** The row of the call. */
  readonly row: number;
  readonly call: Call;
  /** As people write it: `SHA-256`. */
  readonly algorithm: string;
  /** What is hashed: the password, perhaps encoded and joined to something. */
  readonly hashed: Expression;
  /** Whether something else is hashed with it. */
  readonly isSalted: boolean;
}

const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ["md5", "MD5"],
  ["sha1", "SHA-1"],
  ["sha224", "SHA-224"],
  ["sha256", "SHA-256"],
  ["sha384", "SHA-384"],
  ["sha512", "SHA-512"],
  ["sha3_224", "SHA3-224"],
  ["sha3_256", "SHA3-256"],
  ["sha3_384", "SHA3-384"],
  ["sha3_512", "SHA3-512"],
  ["blake2b", "BLAKE2b"],
  ["blake2s", "BLAKE2s"],
]);
const HASHES = [
  ...[...ALGORITHMS.keys()].flatMap((name) => [`hashlib.${name}`, `hashlib.${name}().update`]),
  "hashlib.new",
  "hashlib.new().update",
  "crypt.crypt",
];
/** What a function does where its fast hash is not what is kept: it hashes slowly as well, or speaks a protocol. */
const OTHERWISE =
  /\b(?:bcrypt|argon2|gensalt|kdf|pwd_?context|pwd_?hasher|CryptContext|PasswordHash(?:er)?|password_hasher|check_password_hash|generate_password_hash)\b|scrypt|pbkdf2|pwned|\bhibp\b|\brealm\b|\bha1\b|digest_?auth|getcwd|\.cwd\(|scram/i;
/** Names of what a digest is made for, when it is no hash of a password to keep. */
const OTHER_PURPOSES = new Set(
  "cache key fingerprint etag checksum signature sign token id identifier log mask redact stamp prefix".split(
    " ",
  ),
);
const UNWRAPPED_METHODS = /^(?:encode|strip|lower|upper|get_secret_value|decode)$/;
const DEEPEST = 4;

/** Fast hashes, and contexts of passlib. */
export const WEAK_HASHES: Start = { calls: [...HASHES, ...CONTEXTS] };

/** Whatever is hashed, a password or the function that hashes it has one of these in its name. */
const MENTIONED = /pass_?(?:w|p|c)|pwd|psw/i;

/** The fast hashes over passwords in a file, in source order. */
export function weakHashesIn(file: SourceFile, project: Project): readonly WeakHash[] {
  if (!MENTIONED.test(file.text)) return [];
  const rows = project.callsTo(file, HASHES);
  return rows.flatMap((row) => weakHashAt(row, rows, file, project) ?? []);
}

function weakHashAt(
  row: number,
  rows: readonly number[],
  file: SourceFile,
  project: Project,
): WeakHash | undefined {
  const call = file.call(row);
  const scope = file.outline.calls.owner(row);
  const algorithm = call && algorithmOf(call, row, file, project);
  const hashed = call && hashedBy(call, row, file, project);
  if (call === undefined || algorithm === undefined || hashed === undefined) return undefined;
  const parts = partsOf({ expression: hashed, file, scope }, project);
  if (!parts?.some(({ role }) => role === "password")) return undefined;
  if (!isKept(call, scope, file, project)) return undefined;
  const isConstantTime = rows.some(
    (other) => file.outline.calls.owner(other) === scope && isOverConfiguration(other, file),
  );
  if (isConstantTime) return undefined;
  return { row, call, algorithm, hashed, isSalted: parts.length > 1 };
}

function algorithmOf(
  call: Call,
  row: number,
  file: SourceFile,
  project: Project,
): string | undefined {
  const isForSecurity = !call.arguments.some(
    ({ keyword, value }) =>
      keyword === "usedforsecurity" && value.kind === "boolean" && !value.value,
  );
  if (!isForSecurity) return undefined;
  const name = project.qualifiedName(project.callee(file, row)) ?? "";
  const word = /^hashlib\.(\w+)/.exec(name)?.[1];
  if (word === undefined) return "crypt()";
  if (word !== "new") return ALGORITHMS.get(word);
  const given = name === "hashlib.new" ? call.arguments[0]?.value : undefined;
  const chosen = given?.kind === "string" ? given.value : "";
  const known = ALGORITHMS.get(chosen.toLowerCase().replaceAll("-", ""));
  return name === "hashlib.new" ? known : "This hash";
}

/** What a call hashes. */
function hashedBy(
  call: Call,
  row: number,
  file: SourceFile,
  project: Project,
): Expression | undefined {
  const isNew = project.qualifiedName(project.callee(file, row)) === "hashlib.new";
  const positional = call.arguments.filter(({ keyword, stars }) => !keyword && stars === 0);
  const named = call.arguments.find(({ keyword }) => /^(?:string|data|word)$/.test(keyword ?? ""));
  return (positional[isNew ? 1 : 0] ?? named)?.value;
}

interface Part {
  readonly role: "password" | "salt";
  readonly expression: Expression;
}

/** The values that are hashed together; `undefined` where one of them is neither a password nor a salt. */
function partsOf(located: Located, project: Project, depth = 0): readonly Part[] | undefined {
  const parts: Part[] = [];
  for (const expression of valuesIn(located.expression)) {
    const found = roleOf({ ...located, expression }, project, depth);
    if (found === undefined) return undefined;
    parts.push(...found);
  }
  return parts;
}

function roleOf(located: Located, project: Project, depth: number): readonly Part[] | undefined {
  const { expression, file, scope } = located;
  const name = nameOfValue(expression);
  if (name !== undefined && isPasswordName(name))
    return isConfigured(expression) ? undefined : [{ role: "password", expression }];
  const constant =
    expression.kind === "name" && depth < DEEPEST
      ? constantOf(expression, file, scope, project)
      : undefined;
  const isLocal = constant?.file === file && constant.scope === scope;
  const joined = isLocal ? partsOf(constant, project, depth + 1) : undefined;
  if (joined !== undefined && joined.length > 0) return joined;
  if (isSalt(file.slice(expression))) return [{ role: "salt", expression }];
  return expression.kind === "name" &&
    constant === undefined &&
    isParameterOfHashing(expression.name, scope, file, project)
    ? [{ role: "password", expression }]
    : undefined;
}

/** `def hash_password(secret: str)` */
function isParameterOfHashing(
  name: string,
  scope: number,
  file: SourceFile,
  project: Project,
): boolean {
  if (scope === MODULE_LEVEL) return false;
  const { names } = project.workspace;
  const { definitions, parameters } = file.outline;
  const words = wordsOf(names.text(definitions.name(scope)));
  if (!words.some((word) => /^(?:hash|verify|encrypt)$/.test(word))) return false;
  if (
    !isPasswordName(
      words
        .filter(
          (word) => !/^(?:hash|verify|encrypt|get|make|create|is|hashed|and|with)$/.test(word),
        )
        .join("_"),
    )
  )
    return false;
  const rows = project.workspace.scopes(file.path)?.rows("parameters", scope) ?? [];
  return rows.some((row) => names.text(parameters.name(row)) === name);
}

/** The values inside an expression that only joins and encodes them. */
function valuesIn(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "string":
    case "number":
      return [];
    case "formatted":
      return expression.parts.flatMap((part) => (typeof part === "string" ? [] : valuesIn(part)));
    case "operation":
      return expression.left !== undefined && /^[+%]$/.test(expression.operator)
        ? [...valuesIn(expression.left), ...valuesIn(expression.right)]
        : [expression];
    case "list":
    case "tuple":
      return expression.elements.flatMap(valuesIn);
    case "call":
      return valuesOfCall(expression);
    default:
      return [expression];
  }
}

function valuesOfCall(call: Call): readonly Expression[] {
  const { callee } = call;
  const given = call.arguments.map(({ value }) => value);
  if (callee.kind === "name" && /^(?:str|bytes|bytearray)$/.test(callee.name))
    return given.slice(0, 1).flatMap(valuesIn);
  if (callee.kind !== "attribute") return [call];
  // `str.encode(password)`
  if (callee.object.kind === "name" && callee.object.name === "str" && callee.name === "encode")
    return given.slice(0, 1).flatMap(valuesIn);
  if (UNWRAPPED_METHODS.test(callee.name)) return valuesIn(callee.object);
  return /^(?:format|join)$/.test(callee.name)
    ? [callee.object, ...given].flatMap(valuesIn)
    : [call];
}

/** Whether the digest is kept or compared as the hash of a password, as far as the code around it tells. */
function isKept(call: Call, scope: number, file: SourceFile, project: Project): boolean {
  const around = nodesAround(call, bodyAround(call, file));
  if (around.some(({ kind }) => kind === "for" || kind === "while")) return false;
  const statement = around[0];
  const text =
    scope === MODULE_LEVEL ? (statement ? file.slice(statement) : "") : bodyOf(file, scope);
  if (OTHERWISE.test(text)) return false;
  const assignment = around.findLast((node) => node.kind === "assignment");
  const target = assignment?.kind === "assignment" ? assignment.targets[0] : undefined;
  const { names } = project.workspace;
  const owner = scope === MODULE_LEVEL ? "" : names.text(file.outline.definitions.name(scope));
  const purposes = [owner, (target && nameOfValue(target)) ?? ""];
  if (purposes.some((name) => wordsOf(name).some((word) => OTHER_PURPOSES.has(word)))) return false;
  // A helper that prepares a password for a slow hash.
  return (
    scope === MODULE_LEVEL ||
    !project.workspace.callersOf(file.path, scope).some(({ path, call: row }) => {
      const caller = project.file(path);
      const by = caller?.outline.calls.owner(row) ?? MODULE_LEVEL;
      return caller !== undefined && by !== MODULE_LEVEL && OTHERWISE.test(bodyOf(caller, by));
    })
  );
}

function bodyOf(file: SourceFile, scope: number): string {
  const { definitions } = file.outline;
  return file.text.slice(definitions.start(scope), definitions.end(scope));
}

/** Whether a hash is over a password of the program: then both are hashed so that comparing takes the same time. */
function isOverConfiguration(row: number, file: SourceFile): boolean {
  const call = file.call(row);
  return (call?.arguments ?? []).some(({ value }) =>
    valuesIn(value).some((it) => isConfigured(it) && isAboutPasswords(nameOfValue(it) ?? "")),
  );
}
