import { bindParameters } from "#lint/bindParameters";
import { ruffOnSql } from "#lint/ruffCounterparts";
import { defineRule } from "#lint/rule";
import { sqlOriginOf } from "#model/database/sqlOrigins";
import { SQL_STRINGS, sqlStringsIn } from "#model/database/sqlStrings";

export default defineRule({
  id: "formatted-sql",
  category: "security",
  severity: "error",
  profile: "recommended",
  summary: "SQL is put together from text that a request may choose",
  needs: "project",
  startsAt: SQL_STRINGS,
  ruff: ["S608"],

  *check(file, project) {
    if (project.role(file) !== "application") return;
    const told = new Set<number>();
    for (const sql of sqlStringsIn(file, project)) {
      const { start, end } = sql.expression;
      if (sql.file !== file || told.has(start)) continue;
      const loose = sql.parts.filter((part) => {
        const origin = sqlOriginOf(part, project);
        // The name of a table or column cannot be bound, and mostly comes from the code.
        return origin === "request" || (origin === "text" && part.isValue);
      });
      const [first] = loose;
      if (first === undefined) continue;
      told.add(start);
      yield {
        range: { start, end },
        message: first.isValue
          ? "A value is written into this SQL, so whoever chooses it can change the statement. Pass it as a bind parameter."
          : "Text from outside becomes part of this SQL and can change the statement. Bind its values, and choose names from a fixed list.",
        fixes: bindParameters(sql, loose, project),
        ruff: ruffOnSql(sql.expression, file),
      };
    }
  },
});
