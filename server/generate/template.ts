/** Turns a template, which is working code about the example `Widget`, into code about a model of the project. */
import type { Reference } from "#generate/fileNames";
import { wrapLongLines } from "#generate/pythonLines";
import { Refusal, wordsOf } from "#generate/refusal";
import { applyEdits } from "#lint/edits";
import { addImports, type IsFirstParty, type WantedImport } from "#lint/importEdits";
import { headOf } from "#syntax/importStatements";

/** What stands in the place of the example. */
export interface Subject {
  /** `Widget` */
  readonly className: string;
  /** `widget` */
  readonly variable: string;
  /** `widgets`, in names */
  readonly plural: string;
  /** `widgets`, in URLs */
  readonly path: string;
  /** `id`, the attribute that holds the key */
  readonly key: string;
  /** `widget_id` */
  readonly keyParameter: string;
  /** `int`, in the repository */
  readonly keyType: string;
  /** `Int32`, where it comes from a client */
  readonly keyInput: string;
}

export interface Rendering {
  readonly subject: Subject;
  /** What `# region name` to `# endregion` becomes: other lines, `keep` as it is, or `drop`. Every region has an entry. */
  readonly regions: Readonly<Record<string, readonly string[] | "keep" | "drop">>;
  /** What the modules that the template imports are called in the project. */
  readonly modules: ReadonlyMap<string, string>;
  /** Other names that change: `get_session`. */
  readonly names: ReadonlyMap<string, string>;
  /** Imports that the regions may need; those that are not used are left out. */
  readonly imports: readonly Reference[];
  /** Modules that are imported for what they define, although nothing names them. */
  readonly sideEffects: readonly string[];
  readonly isFirstParty: IsFirstParty;
}

const REGION = /^[ \t]*# region (\w+)\n(.*?)^[ \t]*# endregion\n/gms;
const DEFINITION = /^(?:@|async |def |class )/;

export function render(template: string, rendering: Rendering): string {
  const { leading } = headOf(template);
  const body = template.slice(leading.at(-1)?.next ?? 0).trimStart();
  // Renamed first: what a region is filled with holds the project's own names.
  const filled = fillRegions(rename(body, rendering), rendering.regions);
  // A region that is left empty must not leave its blank lines.
  const code = wrapLongLines(filled.trimStart().replaceAll(/\n{4,}/g, "\n\n\n"));
  const wanted = leading.flatMap(({ isFrom, module, names }) =>
    names.map(({ name }) => (isFrom ? { module, name } : { module: name })),
  );
  const imports = [...wanted.map((each) => renamed(each, rendering)), ...rendering.imports];
  const head = importsFor(code, imports, rendering);
  return `${head}${DEFINITION.test(code) ? "\n\n" : "\n"}${code}`;
}

/** The names that a template uses besides those of the example. Attributes, strings and comments do not count. */
export function namesTakenBy(template: string): ReadonlySet<string> {
  const code = template.replaceAll(/"""[^"]*"""|"[^"\n]*"|#.*|\.\w+/g, "");
  return new Set([...wordsOf(code)].filter((word) => !/widget/i.test(word)));
}

function fillRegions(body: string, regions: Rendering["regions"]): string {
  return body.replaceAll(REGION, (_, name: string, content: string) => {
    const filling = regions[name];
    if (filling === undefined) throw new Error(`The region ${name} of a template is not filled.`);
    if (filling === "keep") return content;
    return filling === "drop" ? "" : filling.map((line) => `${line}\n`).join("");
  });
}

const EXAMPLE =
  /\/widgets|"widgets"|widget_id: (?:Int32|int)|widget_id|Widget\.id|stored\["id"\]|Widget|widgets|widget|\b[a-z]\w*\b/g;

function rename(code: string, { subject, names }: Rendering): string {
  return code.replaceAll(EXAMPLE, (found) => {
    switch (found) {
      case "/widgets":
        return `/${subject.path}`;
      case '"widgets"':
        return `"${subject.path}"`;
      case "widget_id: int":
        return `${subject.keyParameter}: ${subject.keyType}`;
      case "widget_id: Int32":
        return `${subject.keyParameter}: ${subject.keyInput}`;
      case "widget_id":
        return subject.keyParameter;
      case "Widget.id":
        return `${subject.className}.${subject.key}`;
      case 'stored["id"]':
        return `stored["${subject.key}"]`;
      case "Widget":
        return subject.className;
      case "widgets":
        return subject.plural;
      case "widget":
        return subject.variable;
      default:
        return names.get(found) ?? inWord(found, subject);
    }
  });
}

/** `list_widgets` */
function inWord(word: string, { variable, plural }: Subject): string {
  return word.replace(/widgets?/, (found) => (found === "widgets" ? plural : variable));
}

function renamed({ module, name }: Reference, { subject, modules, names }: Rendering): Reference {
  const ours = modules.get(module) ?? module;
  if (name === undefined) return { module: ours };
  return { module: ours, name: names.get(name) ?? name.replace("Widget", subject.className) };
}

function importsFor(
  code: string,
  imports: readonly Reference[],
  { sideEffects, isFirstParty }: Rendering,
): string {
  const words = wordsOf(code);
  const wanted = [
    ...imports.filter(({ module, name }) => words.has(name ?? module.split(".")[0] ?? "")),
    ...sideEffects.map((module): Reference => ({ module })),
  ].map(
    ({ module, name }): WantedImport => ({
      modules: [module],
      ...(name !== undefined && { name }),
    }),
  );
  const file = { path: "", text: "" };
  const { edits, localNames } = addImports(file, wanted, isFirstParty);
  const clash = wanted.find(({ name }, index) => name !== undefined && localNames[index] !== name);
  if (clash !== undefined)
    throw new Refusal(`The name ${clash.name} would stand for two things in one file.`);
  return sideEffects.reduce(
    (text, module) => text.replace(`import ${module}\n`, `import ${module}  # noqa: F401\n`),
    applyEdits(file.text, edits),
  );
}
