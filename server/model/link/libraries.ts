/** What the engine knows of other people's packages: names for the same thing, and what calls give. */

import { ANY_MEMBER, FLUENT_METHODS, SAME_NAMES } from "#model/link/libraryNames";
import type { External } from "#model/link/origin";
import { type Names, NO_NAME } from "#syntax/names";

/** What Python 3.11 and later bind in every module. */
const BUILT_INS =
  "abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict " +
  "dir divmod enumerate eval exec filter float format frozenset getattr globals hasattr hash help hex id input int " +
  "isinstance issubclass iter len list locals map max memoryview min next object oct open ord pow print property range repr " +
  "reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip " +
  "ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError " +
  "BufferError ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError EOFError " +
  "EnvironmentError Exception ExceptionGroup FileExistsError FileNotFoundError FloatingPointError GeneratorExit IOError " +
  "ImportError IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError " +
  "MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError OverflowError PermissionError " +
  "ProcessLookupError RecursionError ReferenceError RuntimeError StopAsyncIteration StopIteration SyntaxError SystemError " +
  "SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError " +
  "UnicodeTranslateError ValueError ZeroDivisionError " +
  "BytesWarning DeprecationWarning EncodingWarning FutureWarning ImportWarning PendingDeprecationWarning ResourceWarning " +
  "RuntimeWarning SyntaxWarning UnicodeWarning UserWarning Warning";

/** Decorators after which a method is read like an attribute. */
const PROPERTIES =
  "property functools.cached_property abc.abstractproperty sqlalchemy.ext.hybrid.hybrid_property";

/** Decorators after which a body runs once for the same arguments: what it waits for is no matter of each request. */
const CACHES = "functools.cache functools.lru_cache";

/** Bases that add no members which matter here. */
const PLAIN_BASES =
  "object typing.Generic typing.Protocol typing_extensions.Generic typing_extensions.Protocol abc.ABC enum.Enum " +
  "enum.StrEnum enum.IntEnum";

/** Bases of which it is known that they have none of the names that people give to what they inherit besides. */
const THIN_BASES =
  "pydantic.BaseModel pydantic.v1.BaseModel pydantic_settings.BaseSettings pydantic.v1.BaseSettings pydantic.BaseSettings " +
  "sqlalchemy.orm.DeclarativeBase sqlalchemy.orm.MappedAsDataclass sqlalchemy.orm.declarative_base " +
  "sqlalchemy.ext.declarative.declarative_base sqlalchemy.ext.asyncio.AsyncAttrs sqlmodel.SQLModel " +
  "Exception RuntimeError ValueError";

/** The members of those that have any, as far as people use them. */
const THIN_MEMBERS =
  "model_computed_fields model_config model_construct model_copy model_dump model_dump_json model_extra model_fields " +
  "model_fields_set model_json_schema model_parametrized_name model_post_init model_rebuild model_validate " +
  "model_validate_json model_validate_strings copy construct dict from_orm json parse_file parse_obj parse_raw schema " +
  "schema_json update_forward_refs validate metadata registry query awaitable_attrs args with_traceback add_note";

/** The type of whatever a method is called on. */
const SELF_TYPES = "typing.Self typing_extensions.Self";

/** What stands for a type that is not known: `T` is what `TypeVar("T")` gives. */
const TYPE_VARIABLES =
  "typing.TypeVar.() typing_extensions.TypeVar.() typing.ParamSpec.() typing_extensions.ParamSpec.() typing.NewType.()";

/** Inherited methods that give an object of the class that they are called on. */
const SELF_METHODS =
  "pydantic.BaseModel.model_validate pydantic.BaseModel.model_validate_json pydantic.BaseModel.model_construct " +
  "pydantic.BaseModel.parse_obj pydantic.BaseModel.parse_raw pydantic.BaseModel.from_orm pydantic.BaseModel.construct " +
  "pydantic.BaseModel.().model_copy pydantic.BaseModel.().copy sqlmodel.SQLModel.model_validate";

/** Built-ins that give an object of their own; of what the others give nothing is known. */
const BUILT_IN_TYPES =
  "bool bytearray bytes complex dict enumerate filter float frozenset int list map memoryview object open range reversed " +
  "set slice str tuple zip";

export interface Libraries {
  /** What a canonical name denotes: always the same object, since files have many names in common. */
  readonly external: (name: number) => External;
  /** The word that stands for a call in an external name. */
  readonly called: number;
  readonly words: {
    readonly init: number;
    readonly call: number;
    readonly enter: number;
    readonly exit: number;
    readonly staticmethod: number;
    readonly asyncEnter: number;
    /** Attributes of a property that make it one more decorator. */
    readonly setters: ReadonlySet<number>;
  };
  readonly builtIns: ReadonlySet<number>;
  readonly properties: ReadonlySet<number>;
  /** Those that run their body at each access. */
  readonly plainProperties: ReadonlySet<number>;
  readonly contextManagers: ReadonlySet<number>;
  readonly caches: ReadonlySet<number>;
  readonly plainBases: ReadonlySet<number>;
  readonly thinBases: ReadonlySet<number>;
  readonly thinMembers: ReadonlySet<number>;
  readonly builtInTypes: ReadonlySet<number>;
  readonly selfTypes: ReadonlySet<number>;
  readonly typeVariables: ReadonlySet<number>;
  readonly selfMethods: ReadonlySet<number>;
  readonly partials: ReadonlySet<number>;
  readonly casts: ReadonlySet<number>;
  readonly genericFunctions: ReadonlySet<number>;
  /** Whether Python itself may ask for a member, as it does for `__init__`. */
  isSpecial(word: number): boolean;
  /** The one name under which a thing is known here. */
  canonical(name: number): number;
  /** The same for a name of which all but the last word is canonical. */
  canonicalMember(name: number): number;
}

/** What is not listed of a thing: all its other attributes, or the results of all its other methods, are one thing. */
interface OtherMembers {
  readonly to: string;
  readonly except: readonly string[];
}

/** The tables of other people's names, each name as a person writes it: `redis.from_url()`. */
export interface LibraryNames {
  /** From the names of a thing to its canonical one. */
  readonly same: ReadonlyMap<string, string>;
  readonly otherAttributes: ReadonlyMap<string, OtherMembers>;
  readonly otherResults: ReadonlyMap<string, OtherMembers>;
  readonly builtIns: readonly string[];
}

export const LIBRARY_NAMES: LibraryNames = readTables();

function externalsByName(): Libraries["external"] {
  const known = new Map<number, External>();
  return (name) => {
    let target = known.get(name);
    if (target === undefined) {
      target = { kind: "external", name };
      known.set(name, target);
    }
    return target;
  };
}

export function librariesOf(names: Names): Libraries {
  const set = (text: string): Set<number> => new Set(text.split(" ").map((name) => names.of(name)));
  return {
    external: externalsByName(),
    called: names.of("()"),
    words: {
      init: names.of("__init__"),
      call: names.of("__call__"),
      enter: names.of("__enter__"),
      exit: names.of("__exit__"),
      staticmethod: names.of("staticmethod"),
      asyncEnter: names.of("__aenter__"),
      setters: set("setter deleter getter"),
    },
    builtIns: set(BUILT_INS),
    properties: set(PROPERTIES),
    plainProperties: set("property abc.abstractproperty"),
    contextManagers: set("contextlib.contextmanager contextlib.asynccontextmanager"),
    caches: set(CACHES),
    plainBases: set(PLAIN_BASES),
    thinBases: set(THIN_BASES),
    thinMembers: set(THIN_MEMBERS),
    builtInTypes: set(BUILT_IN_TYPES),
    selfTypes: set(SELF_TYPES),
    typeVariables: set(TYPE_VARIABLES),
    selfMethods: set(SELF_METHODS),
    partials: set("functools.partial"),
    genericFunctions: set("sqlalchemy.ext.asyncio.async_sessionmaker sqlalchemy.orm.sessionmaker"),
    casts: set("typing.cast typing_extensions.cast"),
    isSpecial: (word) => names.text(word).startsWith("__"),
    ...canonicalNames(names),
  };
}

/** The id of a name as a person writes it; a call is a word of its own. */
export function externalName(text: string, names: Names): number {
  return names.of(text.replaceAll("()", ".()"));
}

function canonicalNames(names: Names): Pick<Libraries, "canonical" | "canonicalMember"> {
  const idOf = (text: string): number => externalName(text, names);
  const membersById = (members: ReadonlyMap<string, OtherMembers>) =>
    new Map(
      Array.from(members, ([owner, { to, except }]) => [
        idOf(owner),
        { to: idOf(to), except: new Set(except.map(idOf)) },
      ]),
    );
  const same = new Map(Array.from(LIBRARY_NAMES.same, ([name, to]) => [idOf(name), idOf(to)]));
  const otherAttributes = membersById(LIBRARY_NAMES.otherAttributes);
  const otherResults = membersById(LIBRARY_NAMES.otherResults);
  const called = names.of("()");
  /** Most names belong to packages of which nothing is known. */
  const packages = new Set(
    [...same.keys(), ...otherAttributes.keys()].map((it) => names.first(it)),
  );

  /** The canonical name of one whose prefix is canonical already. */
  const step = (name: number): number => {
    const known = same.get(name);
    if (known !== undefined) return known;
    const owner = names.prefix(name);
    const word = names.last(name);
    if (word !== called) {
      const others = otherAttributes.get(owner);
      return others === undefined || others.except.has(word) ? name : others.to;
    }
    const others = owner === NO_NAME ? undefined : otherResults.get(names.prefix(owner));
    return others === undefined || others.except.has(names.last(owner)) ? name : others.to;
  };

  const isListed = (name: number): boolean => packages.has(names.first(name));

  return {
    canonical(name) {
      if (!isListed(name)) return name;
      const words: number[] = [];
      let at = name;
      for (; names.prefix(at) !== NO_NAME; at = names.prefix(at)) words.push(names.last(at));
      return words.reduceRight((prefix, word) => step(names.dotted(prefix, word)), step(at));
    },
    canonicalMember: (name) => (isListed(name) ? step(name) : name),
  };
}

function readTables(): LibraryNames {
  const same = new Map<string, string>();
  for (const line of linesOf(SAME_NAMES)) {
    const [name = "", to = ""] = line.split(" = ");
    same.set(name, to);
  }
  for (const line of linesOf(FLUENT_METHODS)) {
    const [owner = "", methods = ""] = line.split(": ");
    for (const method of methods.split(" ")) same.set(`${owner}.${method}()`, owner);
  }
  const otherAttributes = new Map<string, OtherMembers>();
  const otherResults = new Map<string, OtherMembers>();
  for (const line of linesOf(ANY_MEMBER)) {
    const [pattern = "", rest = ""] = line.split(" = ");
    const [to = "", exceptions] = rest.split(" except ");
    const others = { to, except: exceptions?.split(" ") ?? [] };
    if (pattern.endsWith(".*()")) otherResults.set(pattern.slice(0, -".*()".length), others);
    else otherAttributes.set(pattern.slice(0, -".*".length), others);
  }
  return { same, otherAttributes, otherResults, builtIns: BUILT_INS.split(" ") };
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}
