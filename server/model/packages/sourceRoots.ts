/** The folders that a project's build system takes packages from, as its manifests declare them. */
import { isTomlProblem, readToml } from "#syntax/toml";

type Table = Readonly<Record<string, unknown>>;

/**
 * Relative to the manifest, with `/`; the folder itself, and `src`, are not named. `setup.py` is not read: packages below a folder
 * without `__init__.py` are found anyway.
 * @param name the file's name without folders
 */
export function declaredRoots(name: string, text: string): readonly string[] {
  const found = name === "pyproject.toml" ? inPyproject(text) : inSetup(name, text);
  const roots = found.flatMap((root) => cleaned(root) ?? []);
  return [...new Set(roots)].filter((root) => root !== "src");
}

function inPyproject(text: string): readonly string[] {
  if (!/\btool\b/.test(text)) return [];
  const document = readToml(text);
  if (isTomlProblem(document)) return [];
  const tool = tableOf(document.value.tool);
  const hatch = at(tool, "hatch", "build");
  const wheel = at(hatch, "targets", "wheel");
  return [
    ...tables(at(tool, "poetry").packages).flatMap(({ from }) => texts(from)),
    ...mapped(at(tool, "setuptools")["package-dir"]),
    ...texts(at(tool, "setuptools", "packages", "find").where),
    ...[hatch, wheel].flatMap(({ sources, packages }) => [
      ...(Array.isArray(sources) ? texts(sources) : mapped(reversed(sources))),
      ...texts(packages).map((path) => path.split("/").slice(0, -1).join("/")),
    ]),
    ...texts(at(tool, "pdm", "build")["package-dir"]),
    ...texts(at(tool, "uv", "build-backend")["module-root"]),
    ...texts(at(tool, "maturin")["python-source"]),
    ...texts(at(tool, "pytest", "ini_options").pythonpath).flatMap((each) => each.split(/\s+/)),
  ];
}

/** `package_dir` with an empty key, and `where` of `find:`, of a `setup.cfg`. */
function inSetup(name: string, text: string): readonly string[] {
  if (name !== "setup.cfg") return [];
  const directory = /^package_dir\s*=\s*(?:\r?\n\s+)?=\s*(\S+)/m.exec(text)?.[1];
  const where = /^\[options\.packages\.find\][^[]*?^where\s*=\s*(\S+)/m.exec(text)?.[1];
  return [directory, where].flatMap((each) => each ?? []);
}

/** Folders of packages by name: `"" = "lib"`, and `"shop" = "lib/shop"`, which says `lib`, too. */
function mapped(value: unknown): readonly string[] {
  return Object.entries(tableOf(value)).flatMap(([name, folder]) => {
    if (typeof folder !== "string") return [];
    const below = name.replaceAll(".", "/");
    if (below === "") return folder;
    return folder.endsWith(`/${below}`) ? folder.slice(0, -below.length - 1) : [];
  });
}

/** Hatch says it the other way round: `"lib" = ""`. */
function reversed(value: unknown): Table {
  return Object.fromEntries(
    Object.entries(tableOf(value)).map(([folder, name]) => [String(name), folder]),
  );
}

/** Undefined for the project's folder and for what leads out of it. */
function cleaned(root: string): string | undefined {
  const parts = root.split("/").filter((part) => part !== "" && part !== ".");
  const isInside = parts.length > 0 && !parts.includes("..") && !/[*?[{$]/.test(root);
  return isInside ? parts.join("/") : undefined;
}

function at(table: Table, ...path: readonly string[]): Table {
  let value = table;
  for (const key of path) value = tableOf(value[key]);
  return value;
}

function texts(value: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((each) => typeof each === "string");
}

function tables(value: unknown): readonly Table[] {
  return Array.isArray(value) ? value.map(tableOf) : [];
}

function tableOf(value: unknown): Table {
  const isTable = typeof value === "object" && value !== null && !Array.isArray(value);
  return Object.assign(Object.create(null), isTable ? value : {});
}
