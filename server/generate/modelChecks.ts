/** What a model must be for a repository to be generated. Each check throws a `Refusal`. */
import { type Column, isAssignmentTo, isModel, type ModelClass } from "#generate/modelColumns";
import { isPlainName, Refusal } from "#generate/refusal";
import { hiddenColumn, SCHEMA_ATTRIBUTES } from "#generate/schemaFields";
import type { ClassDefinition } from "#syntax/facts";

export function checkModel({ definition }: ModelClass, inherited: readonly ModelClass[]): void {
  const { name } = definition;
  if (!isPlainName(name)) throw new Refusal("The name of the class is not plain ASCII.");
  if (definition.isBroken) throw new Refusal(`${name} has a syntax error.`);
  if (!isModel(definition)) throw new Refusal(`${name} is not a SQLAlchemy model.`);
  if (assigns(definition, "__abstract__"))
    throw new Refusal(`${name} is abstract: it has no table.`);
  if (inherited.some((parent) => assigns(parent.definition, "__tablename__")))
    throw new Refusal(`${name} inherits from another model, which is not supported.`);
}

/** Returns the column of the primary key. */
export function checkedKey(model: string, columns: readonly Column[]): Column {
  if (columns.length === 0)
    throw new Refusal(`${model} has no column in the form "name: Mapped[type]".`);
  const [key, ...others] = columns.filter(({ isPrimaryKey }) => isPrimaryKey);
  if (key === undefined) throw new Refusal(`${model} has no primary key.`);
  if (others.length > 0) throw new Refusal(`${model} has a primary key of several columns.`);
  if (!["int", "str", "uuid"].includes(key.type.kind))
    throw new Refusal(`The primary key of ${model} is neither int, str nor UUID.`);
  if (key.secret !== undefined || key.name.startsWith("_"))
    throw new Refusal(`The primary key of ${model} is private, but it would stand in URLs.`);
  return key;
}

/** Whether Pydantic's schemas can have the columns as fields. */
export function checkNames(columns: readonly Column[]): void {
  const hidden = hiddenColumn(columns);
  if (hidden !== undefined)
    throw new Refusal(`The column ${hidden.name} needs a value, but a schema cannot name it.`);
  const method = columns.find(({ name }) => SCHEMA_ATTRIBUTES.has(name));
  if (method !== undefined)
    throw new Refusal(`The column ${method.name} has the name of a method that schemas have.`);
  const types = new Set(columns.map(({ type }) => type.text.split(/\W/)[0]));
  const type = columns.find(({ name }) => types.has(name));
  if (type !== undefined)
    throw new Refusal(`The column ${type.name} has the name of a type that the schemas use.`);
}

function assigns({ body }: ClassDefinition, name: string): boolean {
  return body.some(
    (statement) => statement.kind === "assignment" && isAssignmentTo(statement, name),
  );
}
