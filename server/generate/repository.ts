/** Scaffold Repository: repository, schemas, router and tests for a SQLAlchemy model that exists. */
import type { Reference } from "#generate/fileNames";
import { checkedKey, checkModel, checkNames } from "#generate/modelChecks";
import { type Column, columnsOf, type ModelClass } from "#generate/modelColumns";
import { Refusal } from "#generate/refusal";
import { type Layout, layoutFor, type Place } from "#generate/repositoryLayout";
import {
  routerRegions,
  schemaRegions,
  testObstacle,
  testRegions,
} from "#generate/repositoryRegions";
import { createColumns } from "#generate/schemaFields";
import { subjectFor } from "#generate/subject";
import { namesTakenBy, type Rendering, render, type Subject } from "#generate/template";

export interface RepositoryRequest {
  readonly model: ModelClass;
  /** Classes of the project that the model inherits from, nearest first: their columns are its columns, too. */
  readonly inherited: readonly ModelClass[];
  /** Whether a file or folder is there; paths from the project root, with `/`. */
  readonly exists: (path: string) => boolean;
  /** The dependency that yields an `AsyncSession`, if the project has one. */
  readonly session?: Required<Reference>;
  /** The coroutine function that hashes a password, if the project has one. */
  readonly hashPassword?: Required<Reference>;
  /** Whether a class that the model's file imports is an enumeration. */
  readonly isEnum: (reference: Reference) => boolean;
  /** Modules with the tables that the model's foreign keys and relationships need, unless its own file imports them. */
  readonly relatedModules: readonly string[];
  /** From the project root: `tests`. */
  readonly testsFolder: string;
  /** Whether `Depends` takes `scope=`: FastAPI 0.121 and newer. */
  readonly hasDependencyScopes: boolean;
  /** The HTTP client of the tests. */
  readonly client: "httpx" | "httpx2";
}

/** The files of `snippets/scaffold/repository`, and the pattern `passwords` without its header. */
export interface RepositoryTemplates {
  readonly repository: string;
  readonly schemas: string;
  readonly router: string;
  readonly session: string;
  readonly test: string;
  readonly passwords: string;
}

export interface GeneratedFile {
  /** From the project root, with `/`. Nothing is there yet. */
  readonly path: string;
  readonly text: string;
}

export interface Scaffold {
  readonly files: readonly GeneratedFile[];
  /** Sentences for the person who asked: what is left to do, and what was left out and why. */
  readonly notes: readonly string[];
}

/** Writes nothing. Where it cannot work, it says why in one sentence. */
export function scaffoldRepository(
  request: RepositoryRequest,
  templates: RepositoryTemplates,
): Scaffold | { readonly refused: string } {
  try {
    return scaffold(planFor(request, templates));
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.message };
    throw error;
  }
}

/** Everything that is decided before a line is written. */
interface Plan {
  readonly request: RepositoryRequest;
  readonly templates: RepositoryTemplates;
  readonly columns: readonly Column[];
  readonly key: Column;
  readonly subject: Subject;
  readonly layout: Layout;
  /** Those of the project, or those that are generated. */
  readonly session: Required<Reference>;
  readonly hashPassword: Required<Reference>;
}

function planFor(request: RepositoryRequest, templates: RepositoryTemplates): Plan {
  const { model, inherited, isEnum, testsFolder, exists } = request;
  const { path, module, definition } = model;
  checkModel(model, inherited);
  const columns = columnsOf(model, inherited, isEnum);
  const key = checkedKey(definition.name, columns);
  checkNames(columns);
  const subject = subjectFor(definition.name, key, {
    classes: namesIn(Object.values(templates)),
    variables: namesIn([templates.repository, templates.router]),
  });
  const layout = layoutFor({ path, module, testsFolder, exists, name: subject.variable });
  const { session, passwords } = layout;
  return {
    request,
    templates,
    columns,
    key,
    subject,
    layout,
    session: request.session ?? { module: session.module, name: "get_session" },
    hashPassword: request.hashPassword ?? { module: passwords.module, name: "hash_password" },
  };
}

function scaffold(plan: Plan): Scaffold {
  const { request, templates, columns, layout } = plan;
  const needsSession = request.session === undefined;
  const needsPasswords =
    request.hashPassword === undefined &&
    createColumns(columns).some(({ secret }) => secret === "password");
  const obstacle = testObstacle(columns);

  const files = [
    ...layout.packageFiles.map((path) => ({ path, text: "" })),
    ...mainFiles(plan),
    ...(needsSession ? [{ path: layout.session.path, text: templates.session }] : []),
    ...(needsPasswords ? [{ path: layout.passwords.path, text: templates.passwords }] : []),
    ...(obstacle === undefined ? [testFile(plan)] : []),
  ];
  const existing = files.find(({ path }) => request.exists(path));
  if (existing !== undefined) throw new Refusal(`${existing.path} exists already.`);

  const notes = [
    `To serve it, call app.include_router(router) with the router of ${layout.router.module}.`,
  ];
  if (needsSession)
    notes.push(`The lifespan must set app.state.sessions: ${layout.session.module} reads it.`);
  if (needsPasswords) notes.push(`${layout.passwords.module} needs pwdlib[argon2,bcrypt].`);
  if (obstacle !== undefined) notes.push(obstacle);
  return { files, notes };
}

function mainFiles(plan: Plan): readonly GeneratedFile[] {
  const { request, templates, columns, subject, hashPassword } = plan;
  const { repository, schemas, router } = plan.layout;
  const routerTemplate = request.hasDependencyScopes
    ? templates.router
    : templates.router.replace(', scope="function"', "");
  return [
    renderedFile(plan, repository, templates.repository, {}),
    renderedFile(plan, schemas, templates.schemas, schemaRegions(columns)),
    renderedFile(plan, router, routerTemplate, routerRegions(columns, subject, hashPassword.name)),
  ];
}

function renderedFile(
  plan: Plan,
  { path, module }: Place,
  template: string,
  regions: Rendering["regions"],
): GeneratedFile {
  const { imports, ...rendering } = renderingFor(plan, regions);
  const others = imports.filter((reference) => reference.module !== module);
  return { path, text: render(template, { ...rendering, imports: others }) };
}

function testFile(plan: Plan): GeneratedFile {
  const { request, templates, columns, key, layout } = plan;
  const rendering = renderingFor(plan, testRegions(columns, key));
  const sideEffects = request.relatedModules;
  return { path: layout.test, text: render(templates.test, { ...rendering, sideEffects }) };
}

function renderingFor(plan: Plan, regions: Rendering["regions"]): Rendering {
  const { request, layout, columns, subject, session, hashPassword } = plan;
  const modules = new Map([
    ["acme.widgets", request.model.module],
    ["acme.repositories.widget", layout.repository.module],
    ["acme.schemas.widget", layout.schemas.module],
    ["acme.routers.widget", layout.router.module],
    ["acme.session", session.module],
  ]);
  const packages = new Set(
    [...modules.values(), hashPassword.module, ...request.relatedModules].map(topOf),
  );
  return {
    subject,
    regions,
    modules: modules.set("httpx2", request.client),
    names: new Map([["get_session", session.name]]),
    imports: [
      ...columns.flatMap(({ type }) => type.references),
      ...["Int16", "Int32", "Int64"].map((name) => ({ module: layout.schemas.module, name })),
      ...PYDANTIC_TYPES.map((name) => ({ module: "pydantic", name })),
      hashPassword,
    ],
    sideEffects: [],
    isFirstParty: (module) => packages.has(topOf(module)),
  };
}

const PYDANTIC_TYPES = ["AwareDatetime", "NaiveDatetime", "SecretBytes", "SecretStr"];

function namesIn(templates: readonly string[]): ReadonlySet<string> {
  return new Set(templates.flatMap((template) => [...namesTakenBy(template)]));
}

function topOf(module: string): string {
  return module.split(".")[0] ?? module;
}
