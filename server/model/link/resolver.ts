/** Follows names, attributes and calls over files to what they denote. What it cannot prove is `undefined`. */
import type { FilePath } from "#host";
import type { Declarations, FunctionDeclaration } from "#model/link/declarations";
import type { Libraries } from "#model/link/libraries";
import type { FunctionReference } from "#model/link/links";
import type { Module, Modules } from "#model/link/modules";
import { type Imported, type Origin, sameTarget, type Target } from "#model/link/origin";
import { type Names, NO_NAME } from "#syntax/names";

/** What a resolver reads of a project. Reading makes the running stage depend on it. */
export interface Declared {
  readonly names: Names;
  readonly libraries: Libraries;
  /** The modules that a file's imports see. */
  modules(path: FilePath): Modules;
  declarations(path: FilePath): Declarations | undefined;
}

/** Deeper chains than any person writes: a bound against rings of aliases. */
const DEEPEST = 250;

/** A name that is bound more often means something else at each place; looking at all of them at each use would take a minute. */
const MOST_ORIGINS = 50;

/** How many functions that hand on each other's results are followed. */
const MOST_RETURNS = 6;

type Definition = Extract<Target, { kind: "function" | "class" | "instance" }>;

/** Made anew for each computation, so that what it remembers is never older than its inputs. */
export class Resolver {
  private readonly project: Declared;
  private readonly names: Names;
  private readonly libraries: Libraries;
  private readonly words = new Map<FilePath, Map<number, Target | undefined>>();
  private readonly externals = new Map<number, Target>();
  /** Origins share parts, so that the same one is asked for again and again. */
  private readonly resolved = new Map<Origin, Target | undefined>();
  private depth = 0;
  private lastPath: FilePath | undefined;
  private lastDeclarations: Declarations | undefined;

  constructor(project: Declared) {
    this.project = project;
    this.names = project.names;
    this.libraries = project.libraries;
  }

  /** What an origin of a file denotes. */
  resolve(origin: Origin, path: FilePath): Target | undefined {
    const known = this.resolved.get(origin);
    if (known !== undefined || this.resolved.has(origin)) return known;
    if (this.depth >= DEEPEST) return undefined;
    this.depth++;
    const target = this.follow(origin, path);
    this.depth--;
    if (origin.kind !== "name") this.resolved.set(origin, target);
    return target;
  }

  /** What a dotted name at the module level of a file denotes. */
  resolveName(name: number, path: FilePath): Target | undefined {
    if (this.names.prefix(name) === NO_NAME) return this.word(name, path);
    const words: number[] = [];
    let first = name;
    for (let prefix = name; prefix !== NO_NAME; prefix = this.names.prefix(prefix)) {
      if (words.length > DEEPEST) return undefined;
      words.push(this.names.last(prefix));
      first = prefix;
    }
    let target = this.word(first, path);
    for (const word of words.slice(0, -1).reverse()) target = this.member(target, word);
    return target;
  }

  /** The attribute of what a target denotes. */
  member(target: Target | undefined, word: number): Target | undefined {
    switch (target?.kind) {
      case "external":
        return this.externalMember(target.name, word);
      case "module":
        return this.wordOfModule({ kind: "module", path: target.path }, word);
      case "package":
        return this.wordOfModule({ kind: "package", folder: target.folder }, word);
      case "class":
      case "instance":
        return this.memberOfClass(target, word, []);
      default:
        return undefined;
    }
  }

  /** What calling a target gives. */
  result(target: Target | undefined, isAwaited: boolean): Target | undefined {
    switch (target?.kind) {
      case "external":
        return this.externalMember(target.name, this.libraries.called);
      case "class":
        return { ...target, kind: "instance" };
      case "instance":
        return this.result(this.member(target, this.libraries.words.call), isAwaited);
      case "function": {
        const declaration = this.functionOf(target);
        if (declaration === undefined || declaration.isGenerator) return undefined;
        return declaration.isAsync === isAwaited ? this.given(declaration, target.path) : undefined;
      }
      default:
        return undefined;
    }
  }

  functionOf(target: Target): FunctionDeclaration | undefined {
    if (target.kind !== "function") return undefined;
    return this.declarations(target.path)?.functions.get(target.row);
  }

  isContextManager(target: Target): boolean {
    return target.kind === "function" && this.isDecorated(target, this.libraries.contextManagers);
  }

  /** Whether one of the results of a plain function is a coroutine that its caller has to await. */
  mayGiveCoroutine(of: { readonly path: FilePath; readonly row: number }, depth = 0): boolean {
    const declaration = this.functionOf({ kind: "function", path: of.path, row: of.row });
    if (declaration === undefined || depth > MOST_RETURNS) return false;
    return declaration.returns.some((origin) => {
      if (origin.kind !== "call" || origin.isAwaited) return false;
      const callee = this.resolve(origin.callee, of.path);
      if (callee?.kind !== "function") return false;
      return this.functionOf(callee)?.isAsync || this.mayGiveCoroutine(callee, depth + 1);
    });
  }

  /** Whether a function runs but once for the same arguments. */
  isCached(target: Definition): boolean {
    return this.isDecorated(target, this.libraries.caches);
  }

  /** Whether one of a function's decorators is a library's of that dotted name. */
  isDecorated(target: Definition, names: ReadonlySet<number>): boolean {
    const declarations = this.declarations(target.path);
    const declaration =
      declarations?.functions.get(target.row) ?? declarations?.classes.get(target.row);
    return (declaration?.decorators ?? []).some((origin) => {
      const decorator = this.resolve(origin, target.path);
      return decorator?.kind === "external" && names.has(decorator.name);
    });
  }

  /** The method that runs when a target is called: a class runs its constructor. */
  runBy(target: Target | undefined): Definition | undefined {
    if (target?.kind === "function") return target;
    if (target?.kind !== "class" && target?.kind !== "instance") return undefined;
    const { init, call } = this.libraries.words;
    const method = this.member(target, target.kind === "class" ? init : call);
    return method?.kind === "function" ? method : undefined;
  }

  /** What `with` runs for an object of a class of the workspace. */
  enteredFunction(manager: Target | undefined): FunctionReference | undefined {
    if (manager?.kind !== "instance") return undefined;
    const method = this.member(manager, this.libraries.words.enter);
    if (method?.kind !== "function" || this.functionOf(method)?.isAsync !== false) return undefined;
    return { kind: "function", path: method.path, row: method.row };
  }

  /** Most questions in a row are about the same file. */
  private declarations(path: FilePath): Declarations | undefined {
    if (path !== this.lastPath) {
      this.lastDeclarations = this.project.declarations(path);
      this.lastPath = path;
    }
    return this.lastDeclarations;
  }

  private follow(origin: Origin, path: FilePath): Target | undefined {
    switch (origin.kind) {
      case "name":
        return this.resolveName(origin.name, path);
      case "import":
        return this.imported(origin.imported, path);
      case "attribute":
        return this.member(this.resolve(origin.of, path), origin.word);
      case "call":
        return this.result(this.resolve(origin.callee, path), origin.isAwaited);
      case "instance":
        return this.instance(origin.of, path);
      case "dependency":
        return this.dependency(this.resolve(origin.of, path));
      case "entered":
        return this.entered(origin.of, path);
      case "alias":
        return this.alias(origin, path);
      case "definition":
        return this.definition(origin.row, path);
      case "either":
        return this.either(origin.origins, path);
      default:
        return undefined;
    }
  }

  private definition(row: number, path: FilePath): Target | undefined {
    const declarations = this.declarations(path);
    if (declarations?.classes.has(row)) return { kind: "class", path, row };
    return declarations?.functions.has(row) ? { kind: "function", path, row } : undefined;
  }

  private word(word: number, path: FilePath): Target | undefined {
    let known = this.words.get(path);
    if (known === undefined) {
      known = new Map();
      this.words.set(path, known);
    }
    if (known.has(word)) return known.get(word);
    // A name that leads back to itself is unknown.
    known.set(word, undefined);
    const target = this.findWord(word, path);
    known.set(word, target);
    return target;
  }

  private findWord(word: number, path: FilePath): Target | undefined {
    const declarations = this.declarations(path);
    if (declarations === undefined) return undefined;
    const origins = declarations.module.get(word);
    if (origins !== undefined) return this.either(origins, path);
    for (const star of declarations.stars) {
      const module = this.imported(star, path);
      const target = module?.kind === "module" ? this.exported(word, module.path) : undefined;
      if (target !== undefined) return target;
    }
    const isBuiltIn = this.libraries.builtIns.has(word);
    if (isBuiltIn || declarations.stars.length === 0) return this.external(word);
    const [star] = declarations.stars;
    return star && declarations.stars.length === 1
      ? this.member(this.imported(star, path), word)
      : undefined;
  }

  /** A word that a module binds itself; not what its own surroundings give, such as built-ins. */
  private exported(word: number, path: FilePath): Target | undefined {
    const declarations = this.declarations(path);
    if (declarations === undefined) return undefined;
    return declarations.module.has(word) || declarations.stars.length > 0
      ? this.word(word, path)
      : undefined;
  }

  /** One meaning for a name that has several origins: the same from all, or the last of redefinitions, or the first of imports. */
  private either(origins: readonly Origin[], path: FilePath): Target | undefined {
    const [only] = origins;
    if (only !== undefined && origins.length === 1) return this.resolve(only, path);
    const bound = origins.filter((origin) => origin.kind !== "none");
    const [first] = bound;
    if (first === undefined) return undefined;
    if (bound.length === 1) return this.resolve(first, path);
    if (bound.every((origin) => origin.kind === "import")) {
      const targets = bound.map((origin) => this.resolve(origin, path));
      return targets.find((it) => it !== undefined && it.kind !== "external") ?? targets[0];
    }
    const last = bound.at(-1);
    if (last && bound.every((origin) => origin.kind === "definition"))
      return this.resolve(last, path);
    if (bound.length > MOST_ORIGINS) return undefined;
    const target = this.resolve(first, path);
    return bound.every((origin) => sameTarget(this.resolve(origin, path), target))
      ? target
      : undefined;
  }

  private imported({ module, name, level }: Imported, path: FilePath): Target | undefined {
    const text = this.names.text(module);
    const found = this.project.modules(path).resolve(text, level, path);
    if (found !== undefined)
      return name === NO_NAME ? asTarget(found) : this.wordOfModule(found, name);
    if (level > 0) return undefined;
    if (name === NO_NAME) return this.external(module);
    return this.external(this.names.dotted(module, name));
  }

  private wordOfModule(module: Module, word: number): Target | undefined {
    const target = module.kind === "module" ? this.exported(word, module.path) : undefined;
    if (target !== undefined) return target;
    const at = module.kind === "module" ? module.path : `${module.folder}/`;
    const inside = this.project.modules(at).inside(module, this.names.text(word));
    return inside === undefined ? undefined : asTarget(inside);
  }

  private memberOfClass(target: Definition, word: number, seen: Definition[]): Target | undefined {
    if (seen.some((it) => it.row === target.row && it.path === target.path)) return undefined;
    if (seen.length > DEEPEST) return undefined;
    seen.push(target);
    const declaration = this.declarations(target.path)?.classes.get(target.row);
    if (declaration === undefined) return undefined;
    const origins = declaration.members.get(word);
    if (origins !== undefined) return this.attributeOf(target, this.either(origins, target.path));
    for (const base of declaration.bases) {
      const parent = this.resolve(base, target.path);
      if (parent?.kind === "external") {
        if (this.libraries.plainBases.has(parent.name)) continue;
        const of =
          target.kind === "instance"
            ? this.externalMember(parent.name, this.libraries.called)
            : parent;
        return this.member(of, word);
      }
      if (parent?.kind !== "class") return undefined;
      const found = this.memberOfClass({ ...parent, kind: target.kind }, word, seen);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** A property gives its result; everything else is itself. */
  private attributeOf(owner: Definition, member: Target | undefined): Target | undefined {
    if (owner.kind !== "instance" || member?.kind !== "function") return member;
    if (!this.isDecorated(member, this.libraries.properties)) return member;
    return this.result(member, false);
  }

  private instance(of: Origin, path: FilePath): Target | undefined {
    if (of.kind === "name" || of.kind === "import") {
      const alias = this.aliasBehind(of, path);
      if (alias !== undefined) return this.resolve(alias.origin, alias.path);
    }
    const type = this.resolve(of, path);
    return type?.kind === "class" || type?.kind === "external"
      ? this.result(type, false)
      : undefined;
  }

  /** The type alias that a name stands for, perhaps in another file. */
  private aliasBehind(
    origin: Extract<Origin, { kind: "name" | "import" }>,
    path: FilePath,
    depth = 0,
  ): { readonly origin: Origin; readonly path: FilePath } | undefined {
    if (depth > DEEPEST) return undefined;
    if (origin.kind === "import") {
      const { module, name, level } = origin.imported;
      const found = this.project.modules(path).resolve(this.names.text(module), level, path);
      if (found?.kind !== "module" || name === NO_NAME) return undefined;
      return this.aliasBehind({ kind: "name", name }, found.path, depth + 1);
    }
    const prefix = this.names.prefix(origin.name);
    if (prefix !== NO_NAME) {
      const module = this.resolveName(prefix, path);
      if (module?.kind !== "module") return undefined;
      const name = this.names.last(origin.name);
      return this.aliasBehind({ kind: "name", name }, module.path, depth + 1);
    }
    const bound = this.declarations(path)?.module.get(origin.name);
    const [only] = bound ?? [];
    if (only === undefined || bound?.length !== 1) return undefined;
    if (only.kind === "alias") return { origin: only, path };
    return only.kind === "import" ? this.aliasBehind(only, path, depth + 1) : undefined;
  }

  private alias(
    { type, dependency }: Extract<Origin, { kind: "alias" }>,
    path: FilePath,
  ): Target | undefined {
    const instance = type && this.instance(type, path);
    if (instance !== undefined || dependency === undefined) return instance;
    return this.dependency(this.resolve(dependency, path));
  }

  private dependency(target: Target | undefined): Target | undefined {
    if (target?.kind === "class" || target?.kind === "external") return this.result(target, false);
    const run = this.runBy(target);
    const declaration = run && this.functionOf(run);
    if (run === undefined || declaration === undefined) return undefined;
    return this.given(declaration, run.path);
  }

  private entered(of: Origin, path: FilePath): Target | undefined {
    if (of.kind === "call") {
      const callee = this.resolve(of.callee, path);
      const declaration = callee && this.functionOf(callee);
      if (callee?.kind === "function" && declaration?.isGenerator)
        return this.isContextManager(callee) ? this.given(declaration, callee.path) : undefined;
    }
    const manager = this.resolve(of, path);
    // Nearly every library's context manager gives itself.
    if (manager?.kind === "external") return manager;
    if (manager?.kind !== "instance") return undefined;
    const { enter, asyncEnter } = this.libraries.words;
    const method = this.member(manager, enter) ?? this.member(manager, asyncEnter);
    if (method?.kind === "external") return this.external(this.names.prefix(method.name));
    const declaration = method && this.functionOf(method);
    return declaration && method.kind === "function"
      ? this.given(declaration, method.path)
      : undefined;
  }

  /** What a function hands to its caller: its annotated class, else the one thing that all its results denote. */
  private given(declaration: FunctionDeclaration, path: FilePath): Target | undefined {
    const annotated = declaration.annotation && this.resolve(declaration.annotation, path);
    if (annotated !== undefined) return annotated;
    const results = declaration.isGenerator ? declaration.yields : declaration.returns;
    return results.length === 0 ? undefined : this.either(results, path);
  }

  private external(name: number): Target {
    return this.canonical(this.libraries.canonical(name));
  }

  /** An attribute, or a call, of something that has its canonical name. */
  private externalMember(owner: number, word: number): Target {
    return this.canonical(this.libraries.canonicalMember(this.names.dotted(owner, word)));
  }

  private canonical(name: number): Target {
    let target = this.externals.get(name);
    if (target === undefined) {
      target = { kind: "external", name };
      this.externals.set(name, target);
    }
    return target;
  }
}

function asTarget(module: Module): Target {
  return module.kind === "module"
    ? { kind: "module", path: module.path }
    : { kind: "package", folder: module.folder };
}
