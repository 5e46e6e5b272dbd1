/**
 * Which of our findings Ruff reports as well, at the same place: it reads one file, follows imports and simple assignments in it, and
 * nothing else. What is listed here was read off its findings; `test/lint/ruffCounterparts.test.ts` asks it again.
 */
import type { RuffCounterpart } from "#lint/rule";
import type { BlockedLoop } from "#model/eventLoop/eventLoop";
import type { SourceFile } from "#model/files/sourceFile";
import type { Declarations } from "#model/link/declarations";
import type { Imported, Origin } from "#model/link/origin";
import type { Scopes } from "#model/link/scopes";
import type { Project } from "#model/project";
import type { Call } from "#syntax/facts";
import { type Names, NO_NAME } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";
import type { Range } from "#syntax/range";
import { after } from "#syntax/scan";

const HTTP = "delete get head options patch post put request";
const PATH =
  "glob hardlink_to iterdir mkdir read_bytes read_text rename replace rglob rmdir symlink_to touch unlink write_bytes write_text";
/** By name as written in a file, its imports spelled out. */
const BLOCKING: ReadonlyMap<string, string> = new Map([
  ...entries("requests", HTTP, "ASYNC210"),
  ...entries("httpx", HTTP, "ASYNC210"),
  ["urllib.request.urlopen", "ASYNC210"],
  ["urllib3.request", "ASYNC210"],
  ...entries("httpx.Client()", `${HTTP} send stream`, "ASYNC212"),
  ["os.popen", "ASYNC220"],
  ["os.system", "ASYNC221"],
  ...entries(
    "subprocess",
    "call check_call check_output getoutput getstatusoutput run",
    "ASYNC221",
  ),
  ["os.wait", "ASYNC222"],
  ["open", "ASYNC230"],
  ["io.open", "ASYNC230"],
  ["pathlib.Path().open", "ASYNC230"],
  ...entries("pathlib.Path()", PATH, "ASYNC240"),
  ["input", "ASYNC250"],
  ["time.sleep", "ASYNC251"],
]);
/** The same by the names of the catalogue. */
const BY_CATALOGUE = new Map(
  [...BLOCKING].map(([name, code]) => [
    name.replace(/\b(httpx\.Client|pathlib\.Path)\(\)/, "$1"),
    code,
  ]),
);
const WEAK_HASHES = /^hashlib\.(?:md4|md5|sha|sha1)$/;
const SQL =
  /\b(?:select\s+.*\s+from\s|delete\s+from\s|(?:insert|replace)\s+.*\s+values\s|update\s+.*\s+set\s)/is;

export const RUFF_ON_BLOCKING_CALLS: readonly string[] = [...new Set(BLOCKING.values())];

export function ruffOnBlockedLoop(
  { call, blocking, steps }: BlockedLoop,
  file: SourceFile,
  project: Project,
): { readonly ruff?: RuffCounterpart } {
  const code = BY_CATALOGUE.get(blocking.name);
  if (code === undefined) return {};
  const name = steps.length === 0 ? writtenName(file, call, project) : undefined;
  return { ruff: { code, isReported: name !== undefined && BLOCKING.get(name) === code } };
}

export function ruffOnSql(expression: Range, file: SourceFile): RuffCounterpart {
  return { code: "S608", isReported: SQL.test(stringsIn(file.slice(expression))) };
}

export function ruffOnHash(
  row: number,
  call: Call,
  file: SourceFile,
  project: Project,
): RuffCounterpart {
  const name = writtenName(file, row, project) ?? "";
  const given = call.arguments.find(({ keyword }) => keyword === undefined || keyword === "name");
  const isNew = name === "hashlib.new" && given?.value.kind === "string";
  const hash = isNew && given?.value.kind === "string" ? given.value.value.toLowerCase() : "";
  return {
    code: "S324",
    isReported: WEAK_HASHES.test(isNew ? `hashlib.${hash}` : name),
  };
}

/** Where the annotation names only types that nobody can change, Ruff takes the default for one of these, and says nothing. */
const IMMUTABLE =
  /:\s*(?:(?:\w+\.)*(?:Annotated|Literal|None|Optional|Sequence|Union|bool|bytes|complex|float|frozenset|int|object|range|str)\b|"[^"]*"(?=[\],])|'[^']*'(?=[\],])|\d|[\s|[\],])+=[\s(]*$/;

/** @param value the default of a parameter */
export function ruffOnParameterDefault(value: Range, file: SourceFile): RuffCounterpart {
  const before = file.text.slice(Math.max(0, value.start - 300), value.start);
  return { code: "B008", isReported: !IMMUTABLE.test(before) };
}

function entries(owner: string, words: string, code: string): readonly [string, string][] {
  return words.split(" ").map((word) => [`${owner}.${word}`, code]);
}

/** What a call calls, by what its file alone says: `from time import sleep as nap` makes `nap()` `time.sleep`. */
function writtenName(file: SourceFile, call: number, { workspace }: Project): string | undefined {
  const scopes = workspace.scopes(file.path);
  const declarations = workspace.declarations(file.path);
  if (scopes === undefined || declarations === undefined) return undefined;
  const text = file.slice(file.calleeRange(call)).replace(/\s+/g, "");
  const origin = scopes.ofCallee(call);
  const reader = new WrittenNames(workspace.names, declarations);
  const direct = reader.direct(origin, text);
  if (direct !== undefined || !/^\w+\.\w+$/.test(text)) return direct;
  const variable = text.slice(0, text.indexOf("."));
  const isHidden =
    isBoundTwice(variable, file, call, scopes, workspace.names) ||
    isAnnotatedInside(variable, file, call);
  return isHidden ? undefined : reader.ofVariable(origin, text);
}

/** Where branches give a variable the same, Ruff knows nothing of it. */
function isBoundTwice(
  variable: string,
  { outline }: SourceFile,
  call: number,
  scopes: Scopes,
  names: Names,
): boolean {
  const word = names.of(variable);
  const rows = scopes.rows("assignments", outline.calls.owner(call));
  return rows.filter((row) => outline.assignments.target(row) === word).length > 1;
}

/** Ruff does not look into `Annotated[…]`. */
function isAnnotatedInside(variable: string, file: SourceFile, call: number): boolean {
  const owner = file.outline.calls.owner(call);
  if (owner === MODULE_LEVEL) return false;
  const { definitions } = file.outline;
  const header = file.slice({ start: definitions.start(owner), end: definitions.body(owner) });
  return new RegExp(`\\b${variable}\\s*:\\s*(?:\\w+\\.)*Annotated\\b`).test(header);
}

class WrittenNames {
  private readonly names: Names;
  private readonly declarations: Declarations;

  constructor(names: Names, declarations: Declarations) {
    this.names = names;
    this.declarations = declarations;
  }

  /** A name whose first word is imported, or built in. Ruff does not follow what a variable was given. */
  direct(origin: Origin, text: string): string | undefined {
    switch (origin.kind) {
      case "name": {
        if (this.names.text(origin.name) !== text) return undefined;
        return this.ofModuleName(text);
      }
      case "import":
        return this.imported(origin.imported);
      case "attribute": {
        const { of, word } = origin;
        // What a call is of is no part of the text of what follows it.
        const before =
          of.kind === "call" ? this.pathOf(of.callee) : this.direct(of, text.replace(/\.\w+$/, ""));
        return before && `${before}.${this.names.text(word)}`;
      }
      default:
        return undefined;
    }
  }

  /** `client.get`, where one assignment, `with` or annotation says what `client` is. */
  ofVariable(origin: Origin, text: string): string | undefined {
    const word = text.slice(text.indexOf(".") + 1);
    const variable =
      origin.kind === "attribute"
        ? origin.of
        : origin.kind === "name"
          ? this.moduleOrigin(text.slice(0, text.indexOf(".")))
          : undefined;
    const type = variable && this.typeOf(variable);
    return type && `${type}().${word}`;
  }

  /** `Path("x").open` is the one call of a call that Ruff follows. */
  private pathOf(callee: Origin): string | undefined {
    const name = this.plain(callee);
    return name === "pathlib.Path" ? `${name}()` : undefined;
  }

  private typeOf(origin: Origin): string | undefined {
    switch (origin.kind) {
      case "entered":
        return this.typeOf(origin.of);
      case "call":
        return this.plain(origin.callee);
      case "instance":
        return this.plain(origin.of);
      default:
        return undefined;
    }
  }

  private plain(origin: Origin): string | undefined {
    if (origin.kind === "name") return this.ofModuleName(this.names.text(origin.name));
    if (origin.kind === "import") return this.imported(origin.imported);
    if (origin.kind !== "attribute") return undefined;
    const before = this.plain(origin.of);
    return before && `${before}.${this.names.text(origin.word)}`;
  }

  private ofModuleName(text: string): string | undefined {
    const dot = text.indexOf(".");
    const first = dot < 0 ? text : text.slice(0, dot);
    const rest = dot < 0 ? "" : text.slice(dot);
    const origins = this.declarations.module.get(this.names.of(first));
    if (origins === undefined) return rest === "" ? text : undefined;
    const [only, ...others] = origins;
    if (only?.kind !== "import" || others.length > 0) return undefined;
    const imported = this.imported(only.imported);
    return imported && `${imported}${rest}`;
  }

  private moduleOrigin(word: string): Origin | undefined {
    const origins = this.declarations.module.get(this.names.of(word)) ?? [];
    return origins.length === 1 ? origins[0] : undefined;
  }

  private imported({ module, name, level }: Imported): string | undefined {
    if (level !== 0) return undefined;
    const from = this.names.text(module);
    return name === NO_NAME ? from : `${from}.${this.names.text(name)}`;
  }
}

/** The strings in an expression as one text, `{}` for values between them. */
function stringsIn(text: string): string {
  let strings = "";
  let between = "";
  for (let index = 0; index < text.length; ) {
    const next = after(text, index);
    const [, marks = "", content] =
      /^("""|'''|"|')([\s\S]*)\1$/.exec(text.slice(index, next)) ?? [];
    if (marks === "") between += text[index];
    else {
      strings += `${strings === "" ? "" : joint(between)}${content}`;
      between = "";
    }
    index = next;
  }
  return strings;
}

/** What Ruff has between two strings: of two that stand side by side the source, quotes and all. */
function joint(between: string): string {
  const code = between.replace(/#.*$/gm, "");
  if (!code.includes("+")) return `"${between}"`;
  return /[^\s+()rbfut\\]/i.test(code) ? "{}" : "";
}
