/** The fields of a model's Pydantic schemas. */
import type { Column } from "#generate/modelColumns";

/** Attributes of Pydantic's `BaseModel`: a field of such a name would hide one. */
export const SCHEMA_ATTRIBUTES: ReadonlySet<string> = new Set(
  "construct copy dict from_orm json model_computed_fields model_config model_construct model_copy model_dump model_dump_json model_extra model_fields model_fields_set model_json_schema model_parametrized_name model_post_init model_rebuild model_validate model_validate_json model_validate_strings parse_file parse_obj parse_raw schema schema_json update_forward_refs validate".split(
    " ",
  ),
);

/** What a client may set when it creates: nothing that the server sets, and no secret that may stay empty. */
export function createColumns(columns: readonly Column[]): readonly Column[] {
  return columns.filter(
    (column) =>
      !column.isServerSet &&
      !(column.secret !== undefined && column.isNullable) &&
      isField(fieldName(column)),
  );
}

/** A column that needs a value and that no schema can name. */
export function hiddenColumn(columns: readonly Column[]): Column | undefined {
  return columns.find(
    (column) => !column.isServerSet && !column.isNullable && !isField(fieldName(column)),
  );
}

/** What a client may change later: no key, and no secret, which needs a route of its own. */
export function updateColumns(columns: readonly Column[]): readonly Column[] {
  return createColumns(columns).filter(
    ({ isPrimaryKey, secret }) => !isPrimaryKey && secret === undefined,
  );
}

export function outColumns(columns: readonly Column[]): readonly Column[] {
  return columns.filter(
    ({ secret, isDeferred, name }) => secret === undefined && !isDeferred && isField(name),
  );
}

/** The field that a client sets a column by: a hash is made of a field `password`. */
export function fieldName({ name, secret }: Column): string {
  return secret === "password" ? "password" : name;
}

export function createFields(columns: readonly Column[]): readonly string[] {
  return createColumns(columns).map((column) => {
    const { type, constraints } = inputType(column);
    if (!column.isNullable) return field(fieldName(column), type, constraints);
    return field(fieldName(column), `${type} | None`, ["default=None", ...constraints]);
  });
}

export function updateFields(columns: readonly Column[]): readonly string[] {
  const changeable = updateColumns(columns);
  const fields = changeable.map((column) => {
    const { type, constraints } = inputType(column);
    return field(column.name, `${type} | None`, ["default=None", ...constraints]);
  });
  const required = changeable.filter(({ isNullable }) => !isNullable);
  if (required.length === 0) return fields;
  const names = required.map(({ name }) => `"${name}"`);
  return [
    ...fields,
    "",
    `    @field_validator(${names.join(", ")})`,
    "    @classmethod",
    "    def is_not_null(cls, value: object) -> object:",
    "        if value is None:",
    '            raise ValueError("may be left out, but not null")',
    "        return value",
  ];
}

export function outFields(columns: readonly Column[]): readonly string[] {
  return outColumns(columns).map(
    ({ name, type, isNullable }) => `    ${name}: ${type.text}${isNullable ? " | None" : ""}`,
  );
}

/** The integers that a client sends must fit their column: a database answers larger ones with an error. */
export function integerType({ sqlType }: Column): "Int16" | "Int32" | "Int64" {
  if (sqlType === "BigInteger" || sqlType === "BIGINT") return "Int64";
  return sqlType === "SmallInteger" || sqlType === "SMALLINT" ? "Int16" : "Int32";
}

/** The definitions of the integers that the columns use, and the key among them. */
export function integerTypes(columns: readonly Column[]): readonly string[] {
  const used = columns
    .filter(
      ({ type, isServerSet, isPrimaryKey }) =>
        type.kind === "int" && (isPrimaryKey || !isServerSet),
    )
    .map(integerType);
  return [...new Set(used)].toSorted().map((name) => {
    const bits = Number(name.slice("Int".length));
    return `${name} = Annotated[int, Field(ge=-(2**${bits - 1}), lt=2**${bits - 1})]`;
  });
}

function inputType(column: Column): {
  readonly type: string;
  readonly constraints: readonly string[];
} {
  const { type, secret, length, precision, scale, hasTimezone } = column;
  if (secret === "password")
    return { type: "SecretStr", constraints: ["min_length=12", "max_length=128"] };
  const constraints = [
    ...option("max_length", type.kind === "str" ? length : undefined),
    ...option("max_digits", type.kind === "decimal" ? precision : undefined),
    ...option("decimal_places", type.kind === "decimal" ? scale : undefined),
  ];
  if (secret !== undefined)
    return { type: type.kind === "bytes" ? "SecretBytes" : "SecretStr", constraints };
  if (type.kind === "int") return { type: integerType(column), constraints };
  if (type.kind !== "datetime" || hasTimezone === undefined)
    return { type: type.text, constraints };
  return { type: hasTimezone ? "AwareDatetime" : "NaiveDatetime", constraints };
}

function option(name: string, value: number | undefined): readonly string[] {
  return value === undefined ? [] : [`${name}=${value}`];
}

function field(name: string, type: string, options: readonly string[]): string {
  const isEmpty = options.length === 1 && options[0] === "default=None";
  if (options.length === 0 || isEmpty) return `    ${name}: ${type}${isEmpty ? " = None" : ""}`;
  return `    ${name}: ${type} = Field(${options.join(", ")})`;
}

/** Pydantic takes names that begin with an underscore for its own. */
function isField(name: string): boolean {
  return !name.startsWith("_");
}
