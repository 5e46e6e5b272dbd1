/** What fills the regions of the templates: everything that depends on a model's columns. */
import type { Column } from "#generate/modelColumns";
import { entry, missingKey, type Sample, sampleOf } from "#generate/samples";
import {
  createColumns,
  createFields,
  fieldName,
  integerTypes,
  outFields,
  updateColumns,
  updateFields,
} from "#generate/schemaFields";
import type { Rendering, Subject } from "#generate/template";

type Regions = Rendering["regions"];

export function schemaRegions(columns: readonly Column[]): Regions {
  const integers = integerTypes(columns);
  return {
    integers: integers.length === 0 ? "drop" : integers,
    create: createFields(columns),
    update: updateFields(columns),
    out: outFields(columns),
  };
}

/** Secrets come wrapped, so each is taken out by itself; a password is hashed on the way. */
export function routerRegions(
  columns: readonly Column[],
  { variable, className }: Subject,
  hashPassword: string,
): Regions {
  const secrets = createColumns(columns).filter(({ secret }) => secret !== undefined);
  if (secrets.length === 0)
    return { new: [`    ${variable} = ${className}(**values.model_dump())`] };
  const excluded = secrets.map((column) => `"${fieldName(column)}"`).toSorted();
  const values = secrets.map((column) => {
    const value = `values.${fieldName(column)}.get_secret_value()`;
    const stored = column.secret === "password" ? `await ${hashPassword}(${value})` : value;
    return `        ${column.name}=${stored},`;
  });
  return {
    new: [
      `    ${variable} = ${className}(`,
      `        **values.model_dump(exclude={${excluded.join(", ")}}),`,
      ...values,
      "    )",
    ],
  };
}

export function testRegions(columns: readonly Column[], key: Column): Regions {
  const created = createColumns(columns);
  const required = created.filter(({ isNullable }) => !isNullable);
  const [notNull] = updateColumns(columns).filter(({ isNullable }) => !isNullable);
  return {
    samples: [
      dictionary("CREATE", entriesOf(required)),
      dictionary("UPDATE", changeIn(columns)),
      ...(notNull === undefined ? [] : [dictionary("NULL", [`"${notNull.name}": None`])]),
      `MISSING = ${missingKey(key)}`,
    ],
    created: createdAssertions(columns, required),
    conflict: required.some(({ isUnique }) => isUnique) ? "keep" : "drop",
    null: notNull === undefined ? "drop" : "keep",
  };
}

/** Why there can be no tests, as a sentence; undefined where there can. */
export function testObstacle(columns: readonly Column[]): string | undefined {
  for (const { name, sqliteObstacle } of columns)
    if (sqliteObstacle !== undefined)
      return `No tests were made: SQLite, on which they run, does not know ${sqliteObstacle} (column ${name}).`;
  const unknown = createColumns(columns).find(
    (column) => !column.isNullable && sampleOf(column) === undefined,
  );
  return unknown && `No tests were made: no value is known for the column ${unknown.name}.`;
}

function createdAssertions(
  columns: readonly Column[],
  required: readonly Column[],
): readonly string[] {
  const shown = required.filter((column) => sampleOf(column)?.isExact);
  const secret = columns.filter((column) => column.secret !== undefined);
  const hidden = new Set(secret.flatMap((column) => [column.name, fieldName(column)]));
  const names = shown.map(({ name }) => `"${name}"`).join(", ");
  return [
    ...(shown.length === 0
      ? []
      : [`    for name in [${names}]:`, "        assert stored[name] == CREATE[name]"]),
    ...[...hidden].map((name) => `    assert "${name}" not in stored`),
  ];
}

function entriesOf(columns: readonly Column[]): readonly string[] {
  return columns.flatMap((column) => {
    const sample = sampleOf(column);
    return sample === undefined ? [] : [entry(column, sample)];
  });
}

/** One column is enough to see a change, if it is one that JSON brings back unchanged. */
function changeIn(columns: readonly Column[]): readonly string[] {
  for (const column of updateColumns(columns)) {
    if (column.isForeignKey) continue;
    const sample: Sample | undefined = sampleOf(column, true);
    if (sample?.isExact) return [entry(column, sample)];
  }
  return [];
}

function dictionary(name: string, entries: readonly string[]): string {
  return `${name}: Json = {${entries.join(", ")}}`;
}
