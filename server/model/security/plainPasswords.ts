/** Passwords that are compared with stored ones, or stored, as the client sent them. */

import {
  type ClassPlace,
  type Column,
  columnOf,
  familyOf,
  isTableModel,
  textOfClass,
} from "#model/database/tableModels";
import type { SourceFile } from "#model/files/sourceFile";
import type { CallSite } from "#model/link/callers";
import type { Target } from "#model/link/origin";
import type { Project } from "#model/project";
import { isStoredPasswordName, nameOfValue, wordsOf } from "#model/security/passwordNames";
import { ownerOf, type RequestPassword, RequestPasswords } from "#model/security/requestPasswords";
import { constantOf } from "#model/values/constants";
import type { Argument, Expression } from "#syntax/facts";
import { NO_NAME } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";
import type { Range } from "#syntax/range";
import { nodesIn } from "#syntax/walk";

export interface PlainPassword {
  readonly kind: "compared" | "stored";
  readonly range: Range;
  /** Where it is kept, as far as that is known. */
  readonly column: Column | undefined;
  /** The calls that pass the password on, the nearest first. */
  readonly steps: readonly CallSite[];
}

/** Results of database calls, whose class is not known. */
const ROWS =
  /^(?:sqlalchemy\.orm\.(?:Query|Session)\(\)|sqlalchemy\.ext\.asyncio\.(?:AsyncSession|AsyncConnection)\(\)|sqlalchemy\.engine\.Connection\(\)|pymongo\.collection\.Collection\(\)|motor\.motor_asyncio\.\w+\(\)|(?:sqlite3|psycopg2?|pymysql)\.connect\(\)\.cursor\(\)|asyncpg\.connect\(\))\..*\(\)$/;
/** Words that names of people's accounts are made of; other models may have to give a password back. */
const ACCOUNT = new Set(
  "user users account accounts member members customer customers admin admins administrator employee employees person people student students teacher teachers staff author player subscriber seller buyer patient doctor auth login profile".split(
    " ",
  ),
);
const NEUTRAL = new Set(
  "model models table tbl orm db entity base record row app data in sql new existing current my the obj object instance".split(
    " ",
  ),
);
/** A first look, since most classes are none. */
const MAY_BE_ACCOUNT = new RegExp([...ACCOUNT].join("|"), "i");
/** Types of columns that keep what they are given. */
const PLAIN_TYPES = new Set(
  "Mapped Optional Union Annotated Column String Text Unicode UnicodeText VARCHAR CHAR NVARCHAR TEXT True False None Field SecretStr CharField TextField StringField LargeBinary Varchar".split(
    " ",
  ),
);
/** A class that hashes what it is given, or may. */
const CHANGES_ITSELF =
  /\bdef __(?:init|post_init|setattr|new)__\b|\bvalidates\(|validator\(|hybrid_property|\.setter\b|_context\b|bcrypt|argon2|pbkdf2|\bdef \w*hash/;
/** Calls after which a password in the same function may be none any more. */
const HASHING = /hash|crypt|digest|set_?password|pbkdf|scrypt|derive|encode_?password/i;
const VERIFYING = /verify|check_?password/i;
/** What nearly all names of passwords hold: two fast looks at each file. */
const MENTIONS = ["passw", "pwd"];
/** A comparison beside a name with a password in it. Bounded, so that no text makes it slow. */
const COMPARED =
  /(?:passw|pwd)\w{0,40}["'\])]{0,4}\s{0,8}[!=]=|[!=]=\s{0,8}[\w.[\]"'(]{0,80}?(?:passw|pwd)/g;
const FILTERS = [
  "sqlalchemy.orm.Query().filter_by",
  "sqlalchemy.select().filter_by",
  "sqlmodel.select().filter_by",
];
const DIGEST_COMPARISONS = ["hmac.compare_digest", "secrets.compare_digest"];
const STATEMENTS = [
  "sqlalchemy.update().values",
  "sqlalchemy.update().where().values",
  "sqlalchemy.insert().values",
];
/** Methods of a model's class that make a row. */
const MAKERS = [
  "sqlmodel.SQLModel.model_validate",
  "sqlmodel.SQLModel.from_orm",
  "tortoise.Model.create",
  "tortoise.models.Model.create",
];

/** The plain passwords of a file, in source order. */
export function plainPasswordsIn(file: SourceFile, project: Project): readonly PlainPassword[] {
  const reader = new PlainPasswordReader(file, project);
  const isMentioned = MENTIONS.some((word) => file.text.includes(word));
  return [
    ...(isMentioned ? [...reader.comparisons(), ...reader.assignments()] : []),
    ...reader.rowsMade(),
  ].sort((a, b) => a.range.start - b.range.start);
}

class PlainPasswordReader {
  private readonly file: SourceFile;
  private readonly project: Project;
  private readonly passwords: RequestPasswords;

  constructor(file: SourceFile, project: Project) {
    this.file = file;
    this.project = project;
    this.passwords = new RequestPasswords(project);
  }

  comparisons(): PlainPassword[] {
    return [...this.comparedByOperator(), ...this.comparedByCall()];
  }

  /** `user.password = data.password` */
  assignments(): PlainPassword[] {
    const { file, project } = this;
    const { names } = project.workspace;
    const { assignments } = file.outline;
    const found: PlainPassword[] = [];
    for (let row = 0; row < assignments.length; row++) {
      const target = assignments.target(row);
      const scope = assignments.owner(row);
      const range = assignments.valueRange(row);
      if (scope === MODULE_LEVEL || range.end === 0 || names.prefix(target) === NO_NAME) continue;
      const name = names.text(names.last(target));
      if (!isStoredPasswordName(name) || this.calls(scope, HASHING)) continue;
      const start = assignments.start(row);
      const written = file.expression({ start, end: start + names.text(target).length });
      const owner = written.kind === "attribute" && this.modelOf(written.object, scope);
      const column = owner && this.isAccount(owner) ? this.plainColumn(name, owner) : undefined;
      if (column === undefined) continue;
      const password = this.source(file.expression(range), scope);
      if (password !== undefined)
        found.push({ kind: "stored", range: { start, end: range.end }, column, ...password });
    }
    return found;
  }

  /** `User(password=data.password)`, `User(**data.model_dump())`, `update(User).values(password=…)` */
  rowsMade(): PlainPassword[] {
    const { file, project } = this;
    const targets = project.workspace.links(file.path)?.targets ?? [];
    const found: PlainPassword[] = [];
    for (let row = 0; row < targets.length; row++) {
      const target = targets[row];
      if (target?.kind === "class") found.push(...this.madeBy(row, target));
    }
    for (const row of project.callsTo(file, MAKERS)) {
      const call = file.call(row);
      const { callee } = call ?? {};
      const scope = file.outline.calls.owner(row);
      const model =
        callee?.kind === "attribute" ? project.targetOf(callee.object, file, scope) : undefined;
      if (model?.kind === "class") found.push(...this.madeBy(row, model));
    }
    for (const row of project.callsTo(file, STATEMENTS)) {
      const call = file.call(row);
      const model = call && this.firstArgument(call, file.outline.calls.owner(row));
      if (model?.kind === "class") found.push(...this.madeBy(row, model));
    }
    return found;
  }

  private *comparedByOperator(): Generator<PlainPassword> {
    const { file } = this;
    const { definitions } = file.outline;
    const rows = new Set<number>();
    for (const { index, 0: text } of file.text.matchAll(COMPARED))
      rows.add(file.definitionAt({ start: index, end: index + text.length }));
    for (const row of rows) {
      if (row === MODULE_LEVEL || definitions.isClass(row)) continue;
      const definition = file.definition(row);
      if (definition?.kind !== "function" || this.calls(row, HASHING, VERIFYING)) continue;
      for (const statement of definition.body)
        for (const node of nodesIn(statement, (it) => it.kind !== "function")) {
          if (node.kind !== "comparison" || node.operators.length !== 1) continue;
          const [left, right] = node.operands;
          if (!left || !right || !/^[!=]=$/.test(node.operators[0] ?? "")) continue;
          const found = this.compared(left, right, row);
          if (found !== undefined)
            yield { kind: "compared", range: { start: node.start, end: node.end }, ...found };
        }
    }
  }

  /** `secrets.compare_digest(user.password, data.password)`, `filter_by(password=data.password)` */
  private *comparedByCall(): Generator<PlainPassword> {
    const { file, project } = this;
    for (const row of project.callsTo(file, DIGEST_COMPARISONS)) {
      const call = file.call(row);
      const scope = file.outline.calls.owner(row);
      const [left, right] = call?.arguments ?? [];
      if (!call || !left || !right || this.calls(scope, HASHING, VERIFYING)) continue;
      const found = this.compared(left.value, right.value, scope);
      if (found !== undefined)
        yield { kind: "compared", range: { start: call.start, end: call.end }, ...found };
    }
    for (const row of project.callsTo(file, FILTERS)) {
      const scope = file.outline.calls.owner(row);
      for (const argument of file.call(row)?.arguments ?? []) {
        if (!isStoredPasswordName(argument.keyword ?? "") || this.calls(scope, HASHING)) continue;
        const password = this.source(argument.value, scope);
        if (password !== undefined)
          yield { kind: "compared", range: rangeOf(argument), column: undefined, ...password };
      }
    }
  }

  private compared(left: Expression, right: Expression, scope: number) {
    for (const [one, other] of [
      [left, right],
      [right, left],
    ] as const) {
      const stored = this.storedIn(one, scope);
      const password = stored && this.source(other, scope);
      if (stored !== undefined && password !== undefined)
        return { column: stored === "row" ? undefined : stored, ...password };
    }
    return undefined;
  }

  private source(expression: Expression, scope: number): RequestPassword | undefined {
    return this.passwords.in({ expression, file: this.file, scope });
  }

  /** The column that an expression reads; `row` where the class of the row is not known. */
  private storedIn(expression: Expression, scope: number): Column | "row" | undefined {
    const read = withoutEncode(expression);
    const name = nameOfValue(read);
    const object = ownerOf(read);
    if (name === undefined || object === undefined || !isStoredPasswordName(name)) return undefined;
    const { project } = this;
    const model = this.modelOf(object, scope);
    if (model !== undefined)
      return read.kind === "attribute" && isTableModel(model, project)
        ? this.plainColumn(name, model)
        : undefined;
    const target = project.targetOf(object, this.file, scope);
    return ROWS.test(project.qualifiedName(target) ?? "") ? "row" : undefined;
  }

  /** The class of the project that an expression is, or is an instance of; for a row, what was queried. */
  private modelOf(object: Expression, scope: number): ClassPlace | undefined {
    const { file, project } = this;
    const target = project.targetOf(object, file, scope);
    if (target?.kind === "instance" || target?.kind === "class") return target;
    if (!ROWS.test(project.qualifiedName(target) ?? "")) return undefined;
    const constant = constantOf(object, file, scope, project);
    const queried = constant && this.firstArgument(constant.expression, constant.scope);
    return queried?.kind === "class" ? queried : undefined;
  }

  private *madeBy(row: number, model: ClassPlace): Generator<PlainPassword> {
    const { file } = this;
    const scope = file.outline.calls.owner(row);
    if (scope === MODULE_LEVEL || !this.isAccount(model) || this.calls(scope, HASHING)) return;
    for (const argument of file.call(row)?.arguments ?? []) {
      const found =
        argument.keyword === undefined
          ? this.dumped(argument, model, scope)
          : this.keyword(argument, model, scope);
      if (found !== undefined) yield { kind: "stored", range: rangeOf(argument), ...found };
    }
  }

  private keyword({ keyword = "", value }: Argument, model: ClassPlace, scope: number) {
    if (!isStoredPasswordName(keyword)) return undefined;
    const column = this.plainColumn(keyword, model);
    const password = column && this.source(value, scope);
    return password && { column, ...password };
  }

  /** `**data.model_dump()`, or `data` itself where a class is made from it. */
  private dumped({ value, stars }: Argument, model: ClassPlace, scope: number) {
    const object = stars === 2 ? dumpedObject(value) : value;
    if (object === undefined) return undefined;
    for (const name of ["password", "passwd", "pwd"]) {
      const column = this.plainColumn(name, model);
      const password =
        column && this.passwords.object(name, { expression: object, file: this.file, scope });
      if (password !== undefined) return { column, ...password };
    }
    return undefined;
  }

  /** What a chain of calls begins with: `User` in `update(User).where(…)` and `db.query(User).first()`. */
  private firstArgument(chain: Expression, scope: number): Target | undefined {
    let at = chain.kind === "await" ? chain.value : chain;
    let first: Expression | undefined;
    while (at.kind === "call") {
      first = at.arguments[0]?.value ?? undefined;
      at = at.callee.kind === "attribute" ? at.callee.object : at.callee;
    }
    return first && this.project.targetOf(first, this.file, scope);
  }

  private isAccount(place: ClassPlace): boolean {
    const { project } = this;
    const declaration = project.workspace.declarations(place.path)?.classes.get(place.row);
    const name = declaration && project.workspace.names.text(declaration.name);
    if (name === undefined || !isAccountName(name) || !isTableModel(place, project)) return false;
    if (familyOf(place, project).some((it) => CHANGES_ITSELF.test(textOfClass(it, project))))
      return false;
    return !this.isListenedTo(name);
  }

  /** Whether code anywhere listens to what happens to a class: it may hash before a row is written. */
  private isListenedTo(name: string): boolean {
    return this.project.files().some((path) => {
      const text = this.project.file(path)?.text ?? "";
      return /\blistens_for\(|\bevent\.listen\(|pre_save\(/.test(text) && text.includes(name);
    });
  }

  private plainColumn(name: string, model: ClassPlace): Column | undefined {
    const column = columnOf(name, model, this.project);
    const types = column?.text.replace(/(["']).*?\1/g, "").match(/\b[A-Z]\w*/g) ?? [];
    return types.every((type) => PLAIN_TYPES.has(type)) ? column : undefined;
  }

  /** Whether a function calls something of such a name. */
  private calls(scope: number, ...patterns: readonly RegExp[]): boolean {
    const { calls } = this.file.outline;
    const { names } = this.project.workspace;
    const rows = this.project.workspace.scopes(this.file.path)?.rows("calls", scope) ?? [];
    return rows.some((row) => {
      const name = names.text(names.last(calls.callee(row)));
      return patterns.some((pattern) => pattern.test(name)) && name !== "compare_digest";
    });
  }
}

function isAccountName(name: string): boolean {
  if (!MAY_BE_ACCOUNT.test(name)) return false;
  const words = wordsOf(name);
  return (
    words.some((word) => ACCOUNT.has(word)) &&
    words.every((word) => ACCOUNT.has(word) || NEUTRAL.has(word))
  );
}

/** The schema in `data.dict()`, where nothing is left out. */
function dumpedObject(value: Expression): Expression | undefined {
  if (value.kind !== "call") return undefined;
  const { callee, arguments: all } = value;
  const isWhole = all.every(({ keyword }) => /^(?:exclude_\w+|by_alias|mode)$/.test(keyword ?? ""));
  if (callee.kind === "name" && callee.name === "jsonable_encoder" && all.length === 1)
    return all[0]?.value;
  const isDump = callee.kind === "attribute" && /^(?:dict|model_dump)$/.test(callee.name);
  return isDump && isWhole ? callee.object : undefined;
}

function withoutEncode(expression: Expression): Expression {
  return expression.kind === "call" &&
    expression.callee.kind === "attribute" &&
    expression.callee.name === "encode"
    ? expression.callee.object
    : expression;
}

function rangeOf({ start, end }: Range): Range {
  return { start, end };
}
