/** Every rule, by category. */
import { ownRules } from "#lint/ownRules";
import type { Rule } from "#lint/rule";
import blockingCallOnEventLoop from "#rules/async/blocking-call-on-event-loop";
import calledBackgroundTask from "#rules/async/called-background-task";
import passwordHashOnEventLoop from "#rules/async/password-hash-on-event-loop";
import unawaitedCoroutineCall from "#rules/async/unawaited-coroutine-call";
import defaultEvaluatedAtImport from "#rules/database/default-evaluated-at-import";
import enginePerRequest from "#rules/database/engine-per-request";
import expiringSession from "#rules/database/expiring-session";
import missingPoolPrePing from "#rules/database/missing-pool-pre-ping";
import poolOutOfRange from "#rules/database/pool-out-of-range";
import refusedPoolClass from "#rules/database/refused-pool-class";
import syncDriverInAsyncEngine from "#rules/database/sync-driver-in-async-engine";
import deadEventHandler from "#rules/lifecycle/dead-event-handler";
import deprecatedEventHandler from "#rules/lifecycle/deprecated-event-handler";
import missingLifespan from "#rules/lifecycle/missing-lifespan";
import undecoratedLifespan from "#rules/lifecycle/undecorated-lifespan";
import unguardedLifespan from "#rules/lifecycle/unguarded-lifespan";
import calledDependency from "#rules/routing/called-dependency";
import duplicateOperationId from "#rules/routing/duplicate-operation-id";
import duplicateRoute from "#rules/routing/duplicate-route";
import pathWithoutSlash from "#rules/routing/path-without-slash";
import queryParameterBecomesBody from "#rules/routing/query-parameter-becomes-body";
import requestDependencyOnWebsocket from "#rules/routing/request-dependency-on-websocket";
import returnedHttpException from "#rules/routing/returned-http-exception";
import shadowedRoute from "#rules/routing/shadowed-route";
import unboundPathParameter from "#rules/routing/unbound-path-parameter";
import brokenPasswordLibrary from "#rules/security/broken-password-library";
import corsAnyOrigin from "#rules/security/cors-any-origin";
import corsLooseRegex from "#rules/security/cors-loose-regex";
import corsOriginNeverMatches from "#rules/security/cors-origin-never-matches";
import corsOriginsString from "#rules/security/cors-origins-string";
import formattedSql from "#rules/security/formatted-sql";
import plainTextPassword from "#rules/security/plain-text-password";
import unmaintainedJwtLibrary from "#rules/security/unmaintained-jwt-library";
import weakPasswordHash from "#rules/security/weak-password-hash";
import removedClientArgument from "#rules/testing/removed-client-argument";

export const rules: readonly Rule[] = [
  blockingCallOnEventLoop,
  calledBackgroundTask,
  passwordHashOnEventLoop,
  unawaitedCoroutineCall,
  defaultEvaluatedAtImport,
  enginePerRequest,
  expiringSession,
  missingPoolPrePing,
  poolOutOfRange,
  refusedPoolClass,
  syncDriverInAsyncEngine,
  deadEventHandler,
  deprecatedEventHandler,
  missingLifespan,
  undecoratedLifespan,
  unguardedLifespan,
  calledDependency,
  duplicateOperationId,
  duplicateRoute,
  pathWithoutSlash,
  queryParameterBecomesBody,
  requestDependencyOnWebsocket,
  returnedHttpException,
  shadowedRoute,
  unboundPathParameter,
  brokenPasswordLibrary,
  corsAnyOrigin,
  corsLooseRegex,
  corsOriginNeverMatches,
  corsOriginsString,
  formattedSql,
  plainTextPassword,
  unmaintainedJwtLibrary,
  weakPasswordHash,
  removedClientArgument,
];

/** Those of the code, and those of comments and configuration, which the linter reports itself; by category, then id. */
export const allRules: readonly Rule[] = [...rules, ...ownRules].sort((a, b) =>
  `${a.category} ${a.id}` < `${b.category} ${b.id}` ? -1 : 1,
);
