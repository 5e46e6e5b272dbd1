/** Replaces the fast hashes of a file by pwdlib, where everything that compares them can be turned as well. */

import { EditSequence } from "#lint/editSequence";
import { hasComment, insert, lineEndOf, replace } from "#lint/edits";
import { firstPartyOf } from "#lint/firstParty";
import { addImport, type WantedImport } from "#lint/importEdits";
import { removeImports } from "#lint/importRemoval";
import { addRequirement } from "#lint/requirementEdits";
import type { Edit, Fix, TextEdit } from "#lint/rule";
import { unneededImports } from "#lint/unneededImports";
import type { SourceFile } from "#model/files/sourceFile";
import { bodyAround } from "#model/link/surroundings";
import type { Project } from "#model/project";
import type { WeakHash } from "#model/security/weakHashes";
import type { Call, Expression } from "#syntax/facts";
import { headOf } from "#syntax/importStatements";
import { MODULE_LEVEL } from "#syntax/outline";
import type { Range } from "#syntax/range";
import { type Node, nodesAround } from "#syntax/walk";

/** Names for the hashing object, best first: one that the file does not use. */
const NAMES = ["password_hash", "password_hasher"];

export function hashWithPwdlib(
  hashes: readonly WeakHash[],
  file: SourceFile,
  project: Project,
): readonly Fix[] {
  const name = NAMES.find((it) => !new RegExp(`\\b${it}\\b`).test(file.text));
  if (name === undefined || file.head.leading.length === 0 || /\bPasswordHash\b/.test(file.text))
    return [];
  const parts = hashes.map((hash) => new Conversion(name, file, project).of(hash));
  if (!parts.every((part) => part !== undefined)) return [];
  // Comments inside what is replaced would be lost.
  if (parts.flat().some(({ range }) => hasComment(file.text, range))) return [];
  return [
    {
      title: "Hash with pwdlib (hashes stored so far no longer verify)",
      safety: "suggestion",
      edits(): Edit[] {
        const replaced = distinct(parts.flat());
        const wanted = { name: "pwdlib", extras: ["argon2"], constraint: "" };
        const required = project.packages().has("pwdlib")
          ? undefined
          : addRequirement(wanted, "fastapi", project);
        return [
          ...importEdits(name, replaced, file, project),
          ...replaced,
          ...(required ? [required] : []),
        ];
      },
    },
  ];
}

class Conversion {
  private readonly name: string;
  private readonly file: SourceFile;
  private readonly project: Project;

  constructor(name: string, file: SourceFile, project: Project) {
    this.name = name;
    this.file = file;
    this.project = project;
  }

  of({ call, row, hashed, isSalted }: WeakHash): readonly TextEdit[] | undefined {
    if (isSalted) return undefined;
    const around = nodesAround(call, bodyAround(call, this.file));
    const at = around.findLastIndex((node) => isHexDigest(node, call));
    const digest = around[at];
    if (digest === undefined) return undefined;
    const text = this.textOf(hashed);
    const comparison = comparedIn(around, at);
    if (comparison !== undefined) return [this.verification(comparison, text)];
    const made = replace(digest, `${this.name}.hash(${text})`, this.file);
    const user = around
      .slice(0, at)
      .findLast((node) => "kind" in node && node.kind !== "attribute");
    const scope = this.file.outline.calls.owner(row);
    if (user?.kind === "assignment") {
      const [target] = user.targets;
      return target !== undefined && !this.isCompared(target, scope) ? [made] : undefined;
    }
    if (user?.kind !== "return" || scope === MODULE_LEVEL) return undefined;
    const others = this.callers(scope);
    return others && [made, ...others];
  }

  /** What is hashed, without `.encode()`: pwdlib takes strings. */
  private textOf(hashed: Expression): string {
    const isEncoded =
      hashed.kind === "call" &&
      hashed.callee.kind === "attribute" &&
      hashed.callee.name === "encode" &&
      this.file.slice(hashed.callee.object) !== "str";
    return this.file.slice(
      isEncoded && hashed.callee.kind === "attribute" ? hashed.callee.object : hashed,
    );
  }

  private verification({ node, other, isNegated }: Comparison, text: string): TextEdit {
    const verified = `${this.name}.verify(${text}, ${this.file.slice(other)})`;
    return replace(node, isNegated ? `not ${verified}` : verified, this.file);
  }

  /** The comparisons with what a function gives; `undefined` where one of them stands in another file, or is not seen. */
  private callers(scope: number): readonly TextEdit[] | undefined {
    const { file, project } = this;
    const edits: TextEdit[] = [];
    for (const { path, call: row } of project.workspace.callersOf(file.path, scope)) {
      const caller = project.file(path);
      const call = caller?.call(row);
      if (caller === undefined || call === undefined) return undefined;
      const around = nodesAround(call, bodyAround(call, caller));
      const at = around.findLastIndex((node) => node.kind === "call" && isSame(node, call));
      const comparison = comparedIn(around, at);
      const [first, second] = call.arguments;
      if (comparison !== undefined) {
        if (caller !== file || first === undefined || second !== undefined) return undefined;
        edits.push(this.verification(comparison, file.slice(first.value)));
        continue;
      }
      const assignment = around.slice(0, at).findLast((node) => node.kind === "assignment");
      const target = assignment?.kind === "assignment" ? assignment.targets[0] : undefined;
      if (target === undefined) continue;
      const owner = caller.outline.calls.owner(row);
      if (new Conversion(this.name, caller, project).isCompared(target, owner)) return undefined;
    }
    return edits;
  }

  /** Whether something in the function compares a variable, be it in a query. */
  private isCompared(target: Expression, scope: number): boolean {
    const { definitions } = this.file.outline;
    const text =
      scope === MODULE_LEVEL
        ? this.file.text
        : this.file.text.slice(definitions.start(scope), definitions.end(scope));
    const name = this.file.slice(target).replaceAll(".", "\\.");
    if (!/^[\w\\.]+$/.test(name)) return true;
    return new RegExp(
      `[!=]=\\s*${name}\\b|\\b${name}\\s*[!=]=|compare_digest\\([^)]*\\b${name}\\b|filter_by\\([^)]*\\b${name}\\b`,
    ).test(text);
  }
}

interface Comparison {
  readonly node: Range;
  readonly other: Expression;
  readonly isNegated: boolean;
}

/** The comparison of which a node is one side: `a == b`, `hmac.compare_digest(a, b)`. */
function comparedIn(around: readonly Node[], at: number): Comparison | undefined {
  const digest = around[at];
  const node = around[at - 1];
  if (digest === undefined) return undefined;
  if (node?.kind === "comparison") {
    const [operator, further] = node.operators;
    const other = node.operands.find((it) => !isSame(it, digest));
    if (other === undefined || further !== undefined || !/^[!=]=$/.test(operator ?? ""))
      return undefined;
    return { node, other, isNegated: operator === "!=" };
  }
  if (node?.kind !== "call" || node.callee.kind !== "attribute") return undefined;
  if (node.callee.name !== "compare_digest" || node.arguments.length !== 2) return undefined;
  const other = node.arguments.find(({ value }) => !isSame(value, digest))?.value;
  return other && { node, other, isNegated: false };
}

/** `hashlib.sha256(…).hexdigest()` around its first call. */
function isHexDigest(node: Node, call: Call): boolean {
  return (
    node.kind === "call" &&
    node.callee.kind === "attribute" &&
    node.callee.name === "hexdigest" &&
    isSame(node.callee.object, call)
  );
}

function isSame(a: Range, b: Range): boolean {
  return a.start === b.start && a.end === b.end;
}

/** Imports pwdlib, makes the hashing object after the imports, and takes the imports out that nothing needs any more. */
function importEdits(
  name: string,
  replaced: readonly TextEdit[],
  file: SourceFile,
  project: Project,
): readonly TextEdit[] {
  const wanted: WantedImport = { modules: ["pwdlib"], name: "PasswordHash" };
  const ranges = replaced.map(({ range }) => range);
  const unused = unneededImports(file, ranges, project);
  const { edits, localName } = addImport(file, wanted, firstPartyOf(project));
  const sequence = new EditSequence(file);
  sequence.apply(edits);
  sequence.apply(removeImports(unused, sequence.file));
  const imported = sequence.file;
  const last = headOf(imported.text).leading.at(-1);
  const newLine = lineEndOf(file.text);
  const made = `${newLine}${name} = ${localName}.recommended()${newLine}`;
  sequence.apply([insert(last?.next ?? imported.text.length, made, imported)]);
  return sequence.edits();
}

function distinct(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.filter(
    ({ range }, index) => edits.findIndex((other) => isSame(other.range, range)) === index,
  );
}
