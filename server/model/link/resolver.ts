/** Follows names, attributes and calls over files to what they denote. What it cannot prove is `undefined`. */
import type { FilePath } from "#host";
import { Classes, type Member } from "#model/link/classes";
import type { Declarations, FunctionDeclaration } from "#model/link/declarations";
import { Decorators } from "#model/link/decorators";
import type { Libraries } from "#model/link/libraries";
import { ModuleNames } from "#model/link/moduleNames";
import type { Modules } from "#model/link/modules";
import {
  type External,
  MOST_ORIGINS,
  type Origin,
  sameTarget,
  type Target,
} from "#model/link/origin";
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

export type Definition = Extract<Target, { kind: "function" | "class" | "instance" }>;

/** Made anew for each computation, so that what it remembers is never older than its inputs. */
export class Resolver {
  private readonly project: Declared;
  private readonly names: Names;
  readonly libraries: Libraries;
  private readonly moduleNames: ModuleNames;
  readonly classes: Classes;
  private readonly decorators: Decorators;
  /** Origins share parts, so that the same one is asked for again and again. By file, since files share some, too. */
  private readonly resolved = new Map<FilePath, Map<Origin, Target | undefined>>();
  private depth = 0;
  private lastPath: FilePath | undefined;
  private lastDeclarations: Declarations | undefined;

  constructor(project: Declared) {
    this.project = project;
    this.names = project.names;
    this.libraries = project.libraries;
    this.classes = new Classes(
      {
        declarations: (path) => this.declarations(path),
        resolve: (origin, path) => this.resolve(origin, path),
      },
      project.libraries,
    );
    this.decorators = new Decorators(this, project.names);
    this.moduleNames = new ModuleNames({
      names: project.names,
      builtIns: project.libraries.builtIns,
      modules: (path) => project.modules(path),
      declarations: (path) => this.declarations(path),
      either: (origins, path) => this.either(origins, path),
      external: (name) => this.external(name),
      member: (target, word) => this.member(target, word),
    });
  }

  /** What an origin of a file denotes. */
  resolve(origin: Origin, path: FilePath): Target | undefined {
    const resolved = this.resolvedIn(path);
    const known = resolved.get(origin);
    if (known !== undefined || resolved.has(origin)) return known;
    if (this.depth >= DEEPEST) return undefined;
    this.depth++;
    const target = this.follow(origin, path);
    this.depth--;
    if (origin.kind !== "name") resolved.set(origin, target);
    return target;
  }

  /** What a dotted name at the module level of a file denotes. */
  resolveName(name: number, path: FilePath): Target | undefined {
    if (this.names.prefix(name) === NO_NAME) return this.moduleNames.word(name, path);
    const words: number[] = [];
    let first = name;
    for (let prefix = name; prefix !== NO_NAME; prefix = this.names.prefix(prefix)) {
      if (words.length > DEEPEST) return undefined;
      words.push(this.names.last(prefix));
      first = prefix;
    }
    let target = this.moduleNames.word(first, path);
    for (const word of words.slice(0, -1).reverse()) target = this.member(target, word);
    return target;
  }

  /** The attribute of what a target denotes. */
  member(target: Target | undefined, word: number): Target | undefined {
    switch (target?.kind) {
      case "external":
        return this.externalMember(target.name, word);
      case "module":
        return this.moduleNames.wordOfModule({ kind: "module", path: target.path }, word);
      case "package":
        return this.moduleNames.wordOfModule({ kind: "package", folder: target.folder }, word);
      case "class":
      case "instance":
        return this.memberOf(target, this.classes.find(target, word), word);
      default:
        return undefined;
    }
  }

  /** What calling a target gives. `owner` is what a method is called on. */
  result(target: Target | undefined, isAwaited: boolean, owner?: Target): Target | undefined {
    switch (target?.kind) {
      case "external":
        return this.externalResult(target.name);
      case "class":
        return { kind: "instance", path: target.path, row: target.row };
      case "instance":
        return this.result(this.member(target, this.libraries.words.call), isAwaited, target);
      case "function": {
        const declaration = this.functionOf(target);
        if (declaration === undefined || declaration.isGenerator) return undefined;
        return declaration.isAsync === isAwaited
          ? this.given(declaration, target.path, owner)
          : undefined;
      }
      default:
        return undefined;
    }
  }

  functionOf(target: Target): FunctionDeclaration | undefined {
    if (target.kind !== "function") return undefined;
    return this.declarations(target.path)?.functions.get(target.row);
  }

  functionAt(path: FilePath, row: number): FunctionDeclaration | undefined {
    return this.declarations(path)?.functions.get(row);
  }

  /** The functions that stand directly in a definition. */
  functionsIn(path: FilePath, row: number): readonly FunctionDeclaration[] {
    const functions = this.declarations(path)?.functions.values() ?? [];
    return [...functions].filter(({ parent }) => parent === row);
  }

  isContextManager(target: Target): boolean {
    return target.kind === "function" && this.isDecorated(target, this.libraries.contextManagers);
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

  /** Whether a call of a plain function surely runs its body there and then, whatever its decorators do. */
  keepsBody(target: Definition): boolean {
    const declaration = this.functionAt(target.path, target.row);
    return declaration !== undefined && this.decorators.keepsBody(declaration, target.path);
  }

  /** Most questions in a row are about the same file. */
  private declarations(path: FilePath): Declarations | undefined {
    if (path !== this.lastPath) {
      this.lastDeclarations = this.project.declarations(path);
      this.lastPath = path;
    }
    return this.lastDeclarations;
  }

  private resolvedIn(path: FilePath): Map<Origin, Target | undefined> {
    let found = this.resolved.get(path);
    if (found === undefined) {
      found = new Map();
      this.resolved.set(path, found);
    }
    return found;
  }

  private follow(origin: Origin, path: FilePath): Target | undefined {
    switch (origin.kind) {
      case "name":
        return this.resolveName(origin.name, path);
      case "import":
        return this.moduleNames.imported(origin.imported, path);
      case "attribute":
        return origin.of.kind === "super"
          ? this.memberAbove(origin.of, origin.word, path)
          : this.member(this.resolve(origin.of, path), origin.word);
      case "call":
        return this.called(origin, path);
      case "subscript":
        return this.subscript(this.resolve(origin.of, path));
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
    const declaration = declarations?.classes.get(row) ?? declarations?.functions.get(row);
    return declaration?.target(path);
  }

  /** One meaning for a name that has several origins: the same from all, or the last of redefinitions, or the first of imports. */
  either(origins: readonly Origin[], path: FilePath): Target | undefined {
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
    if (bound.every((origin) => origin.kind === "definition")) return this.lastOf(bound, path);
    if (bound.length > MOST_ORIGINS) return undefined;
    const target = this.resolve(first, path);
    return bound.every((origin) => sameTarget(this.resolve(origin, path), target))
      ? target
      : undefined;
  }

  /** The last of several definitions; the setter of a property is none of its own. */
  private lastOf(definitions: readonly Origin[], path: FilePath): Target | undefined {
    const functions = this.declarations(path)?.functions;
    const isSetter = (origin: Origin): boolean =>
      origin.kind === "definition" &&
      (functions?.get(origin.row)?.decorators ?? []).some(
        (it) => it.kind === "attribute" && this.libraries.words.setters.has(it.word),
      );
    const last = definitions.findLast((origin) => !isSetter(origin)) ?? definitions.at(-1);
    return last && this.resolve(last, path);
  }

  private called(
    { callee, isAwaited, first }: Extract<Origin, { kind: "call" }>,
    path: FilePath,
  ): Target | undefined {
    const target = this.resolve(callee, path);
    if (target?.kind === "external") {
      const { partials, casts, selfMethods } = this.libraries;
      if (first !== undefined && (partials.has(target.name) || casts.has(target.name)))
        return this.resolve(first, path);
      if (casts.has(target.name) || partials.has(target.name)) return undefined;
      if (selfMethods.has(target.name)) {
        const owner = this.ownerOf(callee, path);
        if (isOfClass(owner)) return { ...owner, kind: "instance" };
      }
    }
    const owner = target?.kind === "function" ? this.ownerOf(callee, path) : undefined;
    return this.result(target, isAwaited, owner);
  }

  /** What the method of a callee is taken from. */
  private ownerOf(callee: Origin, path: FilePath): Target | undefined {
    if (callee.kind === "attribute") {
      const { of } = callee;
      return of.kind === "super"
        ? { kind: of.isClass ? "class" : "instance", path, row: of.row }
        : this.resolve(of, path);
    }
    const prefix = callee.kind === "name" ? this.names.prefix(callee.name) : NO_NAME;
    return prefix === NO_NAME ? undefined : this.resolveName(prefix, path);
  }

  private externalResult(name: number): Target | undefined {
    const { builtIns, builtInTypes, called } = this.libraries;
    if (builtIns.has(this.names.first(name)) && !builtInTypes.has(name)) {
      // An exception is a class, too.
      if (!/^[A-Z]\w*$/.test(this.names.text(name))) return undefined;
    }
    return this.externalMember(name, called);
  }

  /** A generic class is the same with its parameters; of items nothing is known. */
  private subscript(target: Target | undefined): Target | undefined {
    if (target?.kind === "class") return target;
    if (target?.kind !== "external") return undefined;
    const { builtInTypes, genericFunctions } = this.libraries;
    const isType = /^[A-Z]/.test(this.names.text(this.names.last(target.name)));
    const isGeneric = builtInTypes.has(target.name) || genericFunctions.has(target.name);
    return isType || isGeneric ? target : undefined;
  }

  private memberAbove(
    of: Extract<Origin, { kind: "super" }>,
    word: number,
    path: FilePath,
  ): Target | undefined {
    const owner: Definition = { kind: of.isClass ? "class" : "instance", path, row: of.row };
    return this.memberOf(owner, this.classes.find(owner, word, true), word);
  }

  /** A property gives its result; everything else is itself. */
  private memberOf(
    owner: Definition,
    member: Member | undefined,
    word: number,
  ): Target | undefined {
    if (member?.kind === "inherited") {
      const { base } = member;
      const isInstance = owner.kind === "instance";
      return this.externalMember(
        isInstance ? this.externalMember(base.name, this.libraries.called).name : base.name,
        word,
      );
    }
    const target = member && this.either(member.origins, member.owner.path);
    if (owner.kind !== "instance" || target?.kind !== "function") return target;
    if (!this.isDecorated(target, this.libraries.properties)) return target;
    return this.result(target, false, owner);
  }

  private instance(of: Origin, path: FilePath): Target | undefined {
    if (of.kind === "name" || of.kind === "import") {
      const alias = this.aliasBehind(of, path);
      if (alias !== undefined) return this.resolve(alias.origin, alias.path);
    }
    const type = this.resolve(of, path);
    if (type?.kind === "class") return { ...type, kind: "instance" };
    if (type?.kind !== "external") return undefined;
    const { typeVariables, selfTypes } = this.libraries;
    const isOpen = typeVariables.has(type.name) || selfTypes.has(type.name);
    return isOpen ? undefined : this.result(type, false);
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
      const found = this.moduleNames.moduleOf({ module, level }, path);
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
    return this.given(declaration, run.path, undefined);
  }

  private entered(of: Origin, path: FilePath): Target | undefined {
    if (of.kind === "call") {
      const callee = this.resolve(of.callee, path);
      const declaration = callee && this.functionOf(callee);
      if (callee?.kind === "function" && declaration?.isGenerator)
        return this.isContextManager(callee)
          ? this.given(declaration, callee.path, this.ownerOf(of.callee, path))
          : undefined;
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
      ? this.given(declaration, method.path, manager)
      : undefined;
  }

  /** What a function hands to its caller: its annotated class, else the one thing that all its results denote. */
  private given(
    declaration: FunctionDeclaration,
    path: FilePath,
    owner: Target | undefined,
  ): Target | undefined {
    const { annotation } = declaration;
    const isInstance = annotation?.kind === "instance";
    const type = annotation && this.resolve(isInstance ? annotation.of : annotation, path);
    if (type?.kind === "external" && this.libraries.selfTypes.has(type.name))
      return isOfClass(owner) ? { ...owner, kind: isInstance ? "instance" : "class" } : undefined;
    const annotated = annotation && this.resolve(annotation, path);
    if (annotated !== undefined) return annotated;
    const results = declaration.isGenerator ? declaration.yields : declaration.returns;
    if (results.length === 0) return undefined;
    const isReceiver = results.every((it) => isReceiverOf(it, declaration));
    if (isReceiver && isOfClass(owner)) return { ...owner, kind: "instance" };
    return this.either(results, path);
  }

  private external(name: number): External {
    return this.libraries.external(this.libraries.canonical(name));
  }

  /** An attribute, or a call, of something that has its canonical name. */
  private externalMember(owner: number, word: number): External {
    return this.libraries.external(this.libraries.canonicalMember(this.names.dotted(owner, word)));
  }
}

function isOfClass(target: Target | undefined): target is Definition {
  return target?.kind === "class" || target?.kind === "instance";
}

/** `return self`, or `return cls(…)`: an object of the class that the method was called on, perhaps a subclass. */
function isReceiverOf(result: Origin, { parent }: FunctionDeclaration): boolean {
  const of =
    result.kind === "instance" ? result.of : result.kind === "call" ? result.callee : undefined;
  return of?.kind === "definition" && of.row === parent;
}
