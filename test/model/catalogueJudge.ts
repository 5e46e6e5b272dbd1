/** Asks Python packages whether what the catalogue and the tables of library names say of them is true. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { BLOCKING_ENTRIES } from "#model/eventLoop/blockingCalls";
import { LIBRARY_NAMES } from "#model/link/libraries";
import { pythonInterpreter } from "../python/environment";

const PYTHON = join(import.meta.dirname, "..", "python");

/** What every test run installs and judges by. */
export const REQUIREMENTS = join(PYTHON, "catalogue-requirements.txt");

/** What only `npm run prove -- catalogue` installs, for its size. */
export const LARGE_REQUIREMENTS = join(PYTHON, "catalogue-large-requirements.txt");

/** The packages that `REQUIREMENTS` leaves to `LARGE_REQUIREMENTS`. */
export const LARGE: readonly string[] = [
  "azure.cosmos",
  "azure.identity",
  "azure.keyvault",
  "azure.servicebus",
  "cassandra",
  "clickhouse_connect",
  "clickhouse_driver",
  "confluent_kafka",
  "django",
  "duckdb",
  "firebase_admin",
  "google.cloud.bigquery",
  "google.cloud.firestore",
  "google.cloud.pubsub_v1",
  "google.cloud.secretmanager",
  "google.genai",
  "groq",
  "huggingface_hub",
  "kubernetes",
  "langchain_anthropic",
  "langchain_core",
  "langchain_openai",
  "litellm",
  "minio",
  "mysql.connector",
  "neo4j",
  "ollama",
  "opensearchpy",
  "oracledb",
  "pandas",
  "pinecone",
  "playwright",
  "pymemcache",
  "pymssql",
  "qdrant_client",
  "replicate",
  "resend",
  "selenium",
  "sendgrid",
  "snowflake.connector",
  "twilio",
  "zeep",
];

/** Packages that no machine installs without more ado, and why. Their names were looked up in their sources. */
export const NOT_CHECKED: ReadonlyMap<string, string> = new Map([
  ["MySQLdb", "mysqlclient has no wheels for Linux; read in 1.4.6"],
  ["google.generativeai", "wants older Google packages than the others; checked alone with 0.8.6"],
  ["ldap", "python-ldap has no wheels; read in 3.4.3"],
  ["pyodbc", "needs the library unixODBC; read in the stubs of 5.5.0"],
]);

/** Every name that the tables hold. */
export function catalogueNames(): readonly string[] {
  return [
    ...BLOCKING_ENTRIES.map(({ name }) => name),
    ...[...LIBRARY_NAMES.same].flat(),
    ...LIBRARY_NAMES.otherAttributes.keys(),
    ...LIBRARY_NAMES.otherResults.keys(),
  ];
}

/** Whether a name belongs to one of the packages. */
export function isOf(name: string, packages: Iterable<string>): boolean {
  return Array.from(packages).some(
    (it) => name === it || name.startsWith(`${it}.`) || name.startsWith(`${it}(`),
  );
}

/**
 * What is wrong, a sentence each.
 * @param isAsked which names the packages of the requirements answer for
 */
export function faultsOf(isAsked: (name: string) => boolean, requirements: string): string[] {
  const entries = BLOCKING_ENTRIES.filter(({ name }) => isAsked(name));
  const question = {
    names: entries.map(({ name }) => name),
    present: entries.flatMap(({ name, except }) => except.map((it) => name.slice(0, -1) + it)),
    twins: entries.flatMap(({ name, twin }) =>
      twin ? [[name, `${twin.module}.${twin.name}`]] : [],
    ),
    pairs: [...LIBRARY_NAMES.same].filter((pair) => pair.every(isAsked)),
    others: [
      ...Array.from(LIBRARY_NAMES.otherAttributes, (it) => ({ it, isResult: false })),
      ...Array.from(LIBRARY_NAMES.otherResults, (it) => ({ it, isResult: true })),
    ]
      .map(({ it: [owner, rest], isResult }) => ({ owner, ...rest, isResult }))
      .filter(({ owner }) => isAsked(owner)),
    builtIns: LIBRARY_NAMES.builtIns,
  };
  const script = join(import.meta.dirname, "catalogue.py");
  const { status, stdout, stderr } = spawnSync(pythonInterpreter(requirements), [script], {
    input: JSON.stringify(question),
    encoding: "utf8",
    env: {
      ...process.env,
      PYTHONDONTWRITEBYTECODE: "1",
      // Otherwise litellm asks the network for prices.
      LITELLM_LOCAL_MODEL_COST_MAP: "True",
    },
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
