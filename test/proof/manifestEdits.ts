/** Edits of what describes a project: its requirements, its lock files, its configuration. */
import type { FilePath } from "#host";
import { isManifest } from "#model/files/projects";
import { rules } from "#rules/index";
import type { EditedProject, ProjectEdit } from "./projectEdits.ts";
import type { Random } from "./random.ts";

const REQUIREMENTS = [
  "fastapi==0.92.0",
  "fastapi>=0.100",
  "starlette==0.40.0",
  "sqlalchemy[asyncio]==1.4.50",
  "sqlalchemy>=2.0,<3",
  "pydantic==1.10.2",
  "httpx==0.28.0",
  "passlib[bcrypt]==1.7.4",
  "python-jose==3.3.0",
  "bcrypt==4.3.0",
  "time",
  "-r other.txt",
];

/** Another version, a line less or more, a broken file, a new one, none. */
export function manifestEdit(
  { texts, folder }: EditedProject,
  random: Random,
): ProjectEdit | undefined {
  const paths = [...texts.keys()].filter(isManifest).sort();
  if (paths.length === 0 || random.chance(25)) return newManifest(texts, folder, random);
  const path = random.pick(paths);
  if (path === undefined) return undefined;
  const text = texts.get(path) ?? "";
  const lines = text.split("\n");
  const line = random.below(lines.length);
  const changed = (): string | undefined => {
    switch (random.below(6)) {
      case 0:
        return text.replace(/\d+\.\d+/, `${random.below(4)}.${random.below(50)}`);
      case 1:
        return lines.toSpliced(line, 1 + random.below(5)).join("\n");
      case 2:
        return lines.toSpliced(line, 0, requirement(path, random)).join("\n");
      case 3:
        return text.slice(0, random.below(text.length + 1));
      case 4:
        return lines.toSpliced(line, 0, '["').join("\n");
      default:
        return undefined;
    }
  };
  return { kind: "manifest", changes: new Map([[path, changed()]]) };
}

function requirement(path: FilePath, random: Random): string {
  const required = random.pick(REQUIREMENTS) ?? "";
  return path.endsWith(".toml") ? `"${required}",` : required;
}

/** A manifest makes its folder a project of its own. */
function newManifest(texts: EditedProject["texts"], folder: FilePath, random: Random): ProjectEdit {
  const source = random.pick([...texts.keys()].sort()) ?? `${folder}/x.py`;
  const parent = random.chance(50) ? folder : source.slice(0, source.lastIndexOf("/"));
  const lines = [random.pick(REQUIREMENTS) ?? "", random.pick(REQUIREMENTS) ?? ""];
  const [name, text]: readonly [string, string] = random.chance(50)
    ? ["requirements.txt", `${lines.join("\n")}\n`]
    : [
        "pyproject.toml",
        `[project]\nname = "x"\ndependencies = [${lines.map((it) => `"${it}"`).join(", ")}]\n`,
      ];
  return { kind: "new manifest", changes: new Map([[`${parent}/${name}`, text]]) };
}

/** `routewright.toml`, or a table in `pyproject.toml`, with keys of all kinds, some of them wrong. */
export function configurationEdit(
  { texts, folder }: EditedProject,
  random: Random,
): ProjectEdit | undefined {
  const source = random.pick([...texts.keys()].sort()) ?? `${folder}/x.py`;
  const parent = random.chance(70) ? folder : source.slice(0, source.lastIndexOf("/"));
  const lines = Array.from({ length: 1 + random.below(3) }, () => setting(random, source));
  const own = `${parent}/routewright.toml`;
  if (random.chance(50)) {
    const text = texts.has(own) && random.chance(60) ? undefined : `${lines.join("\n")}\n`;
    return { kind: "configuration", changes: new Map([[own, text]]) };
  }
  const path = `${parent}/pyproject.toml`;
  const without = (texts.get(path) ?? "").replace(/\n\[tool\.routewright\][^[]*/, "\n");
  const text = random.chance(40)
    ? without
    : `${without}\n[tool.routewright]\n${lines.join("\n")}\n`;
  return { kind: "configuration", changes: new Map([[path, text]]) };
}

function setting(random: Random, source: FilePath): string {
  const { id, category } = random.pick(rules) ?? { id: "x", category: "async" };
  const name = random.chance(50) ? id : category;
  const file = source.slice(source.lastIndexOf("/") + 1);
  const all = [
    'profile = "recommended"',
    'profile = "strict"',
    `ignore = ["${name}"]`,
    `select = ["${name}"]`,
    `severity = { "${name}" = "info" }`,
    `exclude = ["${file}"]`,
    'exclude = ["tests/**", "*/v1"]',
    `per-file-ignores = { "${file}" = ["${name}"] }`,
    "limits = { pool-size = 3 }",
    "nonsense = 1",
    "profile = 7",
    "exclude = [",
  ];
  return random.pick(all) ?? "";
}
