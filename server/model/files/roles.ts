/** What a file is for. Rules speak of application files unless they say otherwise. */
import type { FilePath } from "#host";

export type Role =
  | "application"
  | "test"
  | "script"
  | "migration"
  | "example"
  | "generated"
  | "vendored";

/** The first that matches a path below its project decides. */
const ROLES: readonly (readonly [RegExp, Role])[] = [
  [/(?:^|\/)(?:vendor|vendored|_vendor|third_?party(?:_files)?)\//, "vendored"],
  [
    /(?:^|\/)(?:tests?|testing|test_utils)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/,
    "test",
  ],
  [/(?:^|\/)(?:alembic|migrations?)\/(?:.*\/)?(?:versions\/[^/]+|env)\.py$/, "migration"],
  [/(?:^|\/)(?:examples?|samples?|docs?|docs_src|cookbook|notebooks?|benchmarks?)\//, "example"],
  [/_pb2(?:_grpc)?\.py$/, "generated"],
  [/(?:^|\/)(?:scripts?|tools|bin)\/|(?:^|\/)(?:setup|noxfile|manage|fabfile)\.py$/, "script"],
];

/** @param path relative to the project, with `/` */
export function roleOfPath(path: FilePath): Role {
  return ROLES.find(([pattern]) => pattern.test(path))?.[1] ?? "application";
}
