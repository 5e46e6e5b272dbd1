/** What a file is for, as its path and its first lines tell. Rules speak of application files unless they say otherwise. */
import type { FilePath } from "#host";
import type { Role } from "#settings";

/** Names that say it wherever they stand. The first that matches a path below its project decides. */
const STRONG: readonly (readonly [RegExp, Role])[] = [
  [/(?:^|\/)(?:vendor|vendored|_vendor|third_?party(?:_files)?)\//, "vendored"],
  [/(?:^|\/)(?:alembic|(?:\w+_)?migrations?)\/(?:.*\/)?(?:versions\/[^/]+|env)\.py$/, "migration"],
  [
    /(?:^|\/)(?:\w+_tests?|tests?|testing|test_utils)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest|locustfile)\.py$/,
    "test",
  ],
  [/(?:^|\/)(?:examples?|samples?|docs_src|benchmarks?)\//, "example"],
  [/_pb2(?:_grpc)?\.py$/, "generated"],
  [/(?:^|\/)scripts?\/|^setup\.py$|(?:^|\/)(?:noxfile|manage|fabfile)\.py$/, "script"],
];

/** Names of folders that in a package are parts of the application: the tools of an agent, a cookbook of recipes. */
const WEAK: readonly (readonly [RegExp, Role])[] = [
  [/^(?:docs?|cookbook|notebooks?)$/, "example"],
  [/^(?:tools|bin)$/, "script"],
];

/**
 * The role that a path tells.
 * @param path relative to the project, with `/`
 * @param isPackage whether a folder, relative to the project, holds an `__init__.py`
 */
export function roleOfPath(path: FilePath, isPackage: (folder: FilePath) => boolean): Role {
  const strong = STRONG.find(([pattern]) => pattern.test(path))?.[1];
  if (strong !== undefined) return strong;
  const folders = path.split("/").slice(0, -1);
  for (const [index, name] of folders.entries()) {
    const weak = WEAK.find(([pattern]) => pattern.test(name))?.[1];
    if (weak !== undefined && !isPackage(folders.slice(0, index).join("/"))) return weak;
  }
  return "application";
}

const TELLING =
  /^(?:\w+_tests?|tests?|testing|test_utils|test_.*|conftest|locustfile|examples?|samples?|docs_src|benchmarks?|scripts?|setup|noxfile|manage|fabfile|docs?|cookbook|notebooks?|tools|bin)$/;

/** The parts of a path that may have told its role. Whoever imports such a file from elsewhere names one of them. */
export function tellingParts(path: FilePath): readonly string[] {
  return path
    .replace(/\.py$/, "")
    .split("/")
    .filter((part) => TELLING.test(part));
}

/** Whether a path says `vendored` by a word that applications have for what they sell and buy, too. */
export function mayBeOwn(path: FilePath): boolean {
  return !/(?:^|\/)(?:vendored|_vendor|third_?party_files)\//.test(path);
}

/** How far into a file its head is looked for, in UTF-16 units. */
const HEAD = 1500;
const GENERATED =
  /^[#\s"'*]*(?:(?:this|the) (?:file|code|module|class) (?:is|was|has been) )?(?:auto(?:matically)?[- ]?)?generated(?: code)?(?: \w+)? ?(?:by\b|from\b|with\b|using\b|:)|@generated\b|\bdo not (?:edit|modify)\b(?! (?:the|this) (?:line|value|order))/im;
/** The comments and the documentation string that a file begins with. */
const OPENING = /^(?:\s|#[^\n]*\n|(?:[rR]?(?:"""[\s\S]*?"""|'''[\s\S]*?''')))*/;

/** The role that the text of a file tells: generated files say so at their head, revisions of Alembic name the one before. */
export function roleOfText(text: string): Role | undefined {
  const head = OPENING.exec(text.slice(0, HEAD))?.[0] ?? "";
  if (GENERATED.test(head)) return "generated";
  const isRevision = text.includes("down_revision") && /^down_revision\b[^=\n]*=/m.test(text);
  return isRevision ? "migration" : undefined;
}
