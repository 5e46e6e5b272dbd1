/** Route tables that FastAPI gave at run time for real applications, and how ours differ from them. */
import * as z from "zod";

const TableRow = z.object({
  methods: z.array(z.string()),
  path: z.string(),
  kind: z.enum(["http", "websocket", "mount"]),
  endpoint: z.string(),
  file: z.string(),
  line: z.int(),
  /** Added by code that runs only then; such a row is not counted. */
  dynamic: z.boolean().optional(),
  /** A plain route of Starlette, which answers HEAD beside GET. */
  starlette_route: z.boolean().optional(),
});
export type TableRow = z.infer<typeof TableRow>;

export const RouteTable = z.object({
  /** `owner/name`, or the name of a package. */
  repo: z.string(),
  ref: z.string(),
  /** `module:expression`. */
  entry: z.string(),
  /** The folder that the application is imported from, as `owner+name/below` or `package-version`. */
  source_folder: z.string(),
  routes: z.array(TableRow),
});
export type RouteTable = z.infer<typeof RouteTable>;

/** The part of our JSON output that is compared. */
export const OurRoutes = z.object({
  routes: z.array(
    z.object({
      app: z.string(),
      methods: z.array(z.string()),
      path: z.string(),
      kind: z.enum(["http", "websocket", "mount"]),
      handler: z.string(),
      file: z.string().nullish(),
      line: z.int().nullish(),
      conditional: z.boolean(),
    }),
  ),
  dynamic: z.array(
    z.object({
      app: z.string(),
      why: z.string(),
      file: z.string().nullish(),
      line: z.int().nullish(),
    }),
  ),
});
export type OurRoutes = z.infer<typeof OurRoutes>;
export type OurRow = OurRoutes["routes"][number];

export interface Comparison {
  /** Which of our applications was held against the table; absent where we have none. */
  readonly app?: string;
  /** How many rows of the table count. */
  readonly counted: number;
  readonly found: number;
  readonly missing: readonly TableRow[];
  /** Ours that the table lacks and that we do not call conditional. */
  readonly surplus: readonly OurRow[];
  /** Ours that the table lacks, and that are there in some environments as we say. */
  readonly conditional: readonly OurRow[];
  /** Found, with another function or another line. */
  readonly misplaced: readonly { readonly row: TableRow; readonly ours: OurRow }[];
  /** What we say of the application's routes that only run time knows. */
  readonly dynamic: OurRoutes["dynamic"];
}

/** Holds that application of ours against a table which has most of its rows; that of its entry where several have. */
export function compareRoutes(table: RouteTable, ours: OurRoutes): Comparison {
  const apps = [...new Set([...ours.routes, ...ours.dynamic].map(({ app }) => app))];
  const entry = /^[\w.]+:[\w.]+/.exec(table.entry)?.[0];
  const comparisons = apps
    .toSorted((a, b) => Number(b === entry) - Number(a === entry))
    .map((app) => compareApplication(app, table, ours))
    .filter(({ app, found }) => found > 0 || app === entry);
  const most = Math.max(...comparisons.map(({ found }) => found));
  return (
    comparisons.find(({ found }) => found === most) ?? {
      ...compareApplication("", table, ours),
      dynamic: ours.dynamic,
    }
  );
}

function compareApplication(app: string, table: RouteTable, ours: OurRoutes): Comparison {
  const left = ours.routes.filter((row) => row.app === app && row.kind !== "mount");
  const counted = table.routes.filter(({ dynamic }) => dynamic !== true);
  const misplaced: { row: TableRow; ours: OurRow }[] = [];
  const missing = counted.filter((row) => {
    const match = take(row, left);
    if (match !== undefined && !isSamePlace(row, match)) misplaced.push({ row, ours: match });
    return match === undefined;
  });
  // Whoever finds what is not counted has done nothing wrong.
  for (const row of table.routes.filter(({ dynamic }) => dynamic === true)) take(row, left);
  return {
    ...(app === "" ? {} : { app }),
    counted: counted.length,
    found: counted.length - missing.length,
    missing,
    surplus: left.filter(({ conditional }) => !conditional),
    conditional: left.filter(({ conditional }) => conditional),
    misplaced,
    dynamic: ours.dynamic.filter((each) => each.app === app),
  };
}

/** Takes the row of ours that equals a row of the table, preferably with the same handler. */
function take(row: TableRow, left: OurRow[]): OurRow | undefined {
  const same = left.filter((each) => isSame(row, each));
  const match = same.find((each) => isSamePlace(row, each)) ?? same[0];
  if (match !== undefined) left.splice(left.indexOf(match), 1);
  return match;
}

function isSame(row: TableRow, ours: OurRow): boolean {
  const isCounted = (method: string): boolean => method !== "HEAD" || row.starlette_route !== true;
  const methodsOf = (each: TableRow | OurRow): string =>
    each.methods.filter(isCounted).toSorted().join(" ");
  return row.path === ours.path && row.kind === ours.kind && methodsOf(row) === methodsOf(ours);
}

function isSamePlace({ endpoint, file, line }: TableRow, ours: OurRow): boolean {
  return endpoint === ours.handler && file === ours.file && line === ours.line;
}
