/** What FastAPI sees of something that it is to call: its parameters, whether it yields, whether it is a security scheme. */
import { isModel } from "#model/routes/annotations";
import { constructorOf } from "#model/routes/fields";
import { ancestors, type Run } from "#model/routes/run";
import type { SignatureParameter } from "#model/routes/signature";
import type {
  ClassValue,
  ExternalValue,
  FunctionValue,
  InstanceValue,
  NativeFunction,
  Place,
  Value,
} from "#model/routes/value";
import { attributesOfView, methodOfView, viewOf } from "#model/routes/views";

/** How FastAPI calls it. */
export interface CallKind {
  readonly yields: boolean;
  readonly isAsync: boolean;
}

const PLAIN: CallKind = { yields: false, isAsync: false };
const CONTEXT_MANAGER = /^contextlib\.(?:async)?contextmanager$/;
const SECURITY =
  /^fastapi\.security\.(?:\w+\.)*(?:HTTPBase|HTTPBasic|HTTPBearer|HTTPDigest|OAuth2|OAuth2PasswordBearer|OAuth2AuthorizationCodeBearer|APIKeyHeader|APIKeyQuery|APIKeyCookie|OpenIdConnect|SecurityBase)$/;
const PASSWORD_FORM = /^fastapi\.security\.(?:oauth2\.)?OAuth2PasswordRequestForm(?:Strict)?$/;
const PASSWORD_FORM_FIELDS = "grant_type username password scope client_id client_secret".split(
  " ",
);

/** The parameters that FastAPI fills when it calls a value. */
export function parametersOf(call: Value, place: Place, run: Run): readonly SignatureParameter[] {
  switch (call.kind) {
    case "function": {
      const signed = innermost(call).attributes.get("__signature__");
      if (signed?.kind === "external" && signed.name === "inspect.signature()")
        return signedParameters(signed, call, place, run);
      const { parameters } = innermost(call).signature;
      const view = viewOf(call);
      if (view !== undefined) return methodOfView(view, parameters);
      return call.self === undefined ? parameters : parameters.slice(1);
    }
    case "class":
      return parametersOfClass(call, place, run);
    case "instance": {
      const method = callMethod(call);
      if (method !== undefined) return parametersOf({ ...method, self: call }, place, run);
      return isSecurity(call) ? [requestParameter(place)] : [];
    }
    case "native":
      return parametersOfNative(call, place, run);
    case "subscripted":
      // Of a generic class that is no model, Python does not tell them.
      if (call.of.kind === "class" && !isModel(call)) return starParameters(place);
      return parametersOf(call.of, place, run);
    case "external":
      if (isSecurity(call)) return [requestParameter(place)];
      return PASSWORD_FORM.test(call.name)
        ? PASSWORD_FORM_FIELDS.map((it) => formField(it, place))
        : [];
    default:
      return [];
  }
}

/** Whether a call of it gives a generator or a coroutine, as FastAPI tells. */
export function callKind(call: Value, run: Run): CallKind {
  switch (call.kind) {
    case "function":
      return functionKind(call, run);
    case "instance": {
      const method = callMethod(call);
      if (method !== undefined) return functionKind(method, run);
      return isSecurity(call) ? { yields: false, isAsync: true } : PLAIN;
    }
    case "native": {
      if (call.of === undefined) return PLAIN;
      const kind = callKind(call.of, run);
      // The coroutine inside a partial was not seen.
      return looksInside(run) || kind.yields ? kind : PLAIN;
    }
    case "external":
      return isSecurity(call) ? { yields: false, isAsync: true } : PLAIN;
    default:
      return PLAIN;
  }
}

/** What a function says that it gives, or a class itself. */
export function returnAnnotation(call: Value): Value | undefined {
  switch (call.kind) {
    case "function":
      return innermost(call).signature.returns;
    case "instance": {
      const method = callMethod(call);
      return method && returnAnnotation(method);
    }
    case "native":
      return call.of && returnAnnotation(call.of);
    default:
      return undefined;
  }
}

/** Whether it is an object of one of FastAPI's security schemes. */
export function isSecurity(call: Value): boolean {
  if (call.kind === "native" && call.of !== undefined) return isSecurity(call.of);
  if (call.kind === "external")
    return call.call !== undefined && SECURITY.test(call.name.slice(0, -2));
  if (call.kind !== "instance" || call.class === undefined) return false;
  return ancestors(call.class).some((it) => typeof it === "string" && SECURITY.test(it));
}

/** What `function.__signature__ = inspect.signature(Model)` makes everybody see. */
function signedParameters(
  signed: ExternalValue,
  by: FunctionValue,
  place: Place,
  run: Run,
): readonly SignatureParameter[] {
  const [of] = signed.call?.positional ?? [];
  const isOwn = of?.kind === "function" && of.attributes === by.attributes;
  return of === undefined || isOwn ? [] : parametersOf(of, place, run);
}

function functionKind(call: FunctionValue, run: Run): CallKind {
  const inner = innermost(call);
  const outside = isContextManager(call) ? PLAIN : ownKind(call, run);
  if (!looksInside(run)) return outside;
  const inside = ownKind(inner, run);
  return {
    yields: outside.yields || inside.yields,
    isAsync: outside.isAsync || inside.isAsync,
  };
}

function ownKind({ path, row, isAsync }: FunctionValue, run: Run): CallKind {
  const declaration = run.project.workspace.declarations(path)?.functions.get(row);
  return { yields: declaration?.isGenerator === true, isAsync };
}

/** Whether FastAPI looks at what decorators and partials are made of. */
function looksInside(run: Run): boolean {
  return run.project.packages().atLeast("fastapi", "0.123.5") !== false;
}

function isContextManager({ signature }: FunctionValue): boolean {
  return signature.plainDecorators.some(
    (it) => it.kind === "external" && CONTEXT_MANAGER.test(it.name),
  );
}

/** What `functools.wraps` makes everybody see. */
function innermost(call: FunctionValue): FunctionValue {
  let inner = call;
  while (inner.wrapped !== undefined) inner = inner.wrapped;
  return inner;
}

function callMethod(of: InstanceValue): FunctionValue | undefined {
  return of.class && methodOf(of.class, "__call__");
}

function methodOf(of: ClassValue, name: string): FunctionValue | undefined {
  for (const ancestor of ancestors(of)) {
    const found = typeof ancestor === "string" ? undefined : ancestor.members.get(name);
    if (found?.kind === "function") return found;
  }
  return undefined;
}

function parametersOfClass(of: ClassValue, place: Place, run: Run): readonly SignatureParameter[] {
  const fields = constructorOf(of, run);
  const initialiser = methodOf(of, "__init__") ?? methodOf(of, "__new__");
  const attributes = attributesOfView(of, run);
  if (initialiser === undefined) {
    if (attributes.length > 0) return attributes;
    const base = ancestors(of).find((it) => typeof it === "string" && PASSWORD_FORM.test(it));
    return (
      fields ??
      (typeof base === "string" ? PASSWORD_FORM_FIELDS.map((it) => formField(it, place)) : [])
    );
  }
  const own = parametersOf({ ...initialiser, self: of }, place, run);
  if (attributes.length > 0) return [...own.filter(({ stars }) => stars === 0), ...attributes];
  // A model hands what it does not name to its fields.
  if (fields === undefined || !own.some(({ stars }) => stars === 2)) return own;
  const named = own.filter(({ stars }) => stars !== 2);
  return [...named, ...fields.filter(({ name }) => !named.some((it) => it.name === name))];
}

function parametersOfNative(
  { of, bound, parameters, place: own }: NativeFunction,
  place: Place,
  run: Run,
): readonly SignatureParameter[] {
  if (of === undefined)
    return (parameters ?? []).map((it) => ({
      name: it.name,
      stars: 0,
      annotation: undefined,
      default: it.default,
      place: own ?? place,
    }));
  return parametersOf(of, place, run)
    .slice(bound?.positional.length ?? 0)
    .map((it) => ({ ...it, default: bound?.keywords.get(it.name) ?? it.default }));
}

function starParameters(place: Place): readonly SignatureParameter[] {
  return ["args", "kwargs"].map((name, index) => ({
    name,
    stars: index === 0 ? 1 : 2,
    annotation: undefined,
    default: undefined,
    place,
  }));
}

function requestParameter(place: Place): SignatureParameter {
  const annotation: Value = { kind: "external", name: "starlette.requests.Request" };
  return { name: "request", stars: 0, annotation, default: undefined, place };
}

function formField(name: string, place: Place): SignatureParameter {
  const given = { positional: [], keywords: new Map(), place };
  const marker: Value = { kind: "external", name: "fastapi.Form()", call: given };
  return { name, stars: 0, annotation: { kind: "external", name: "str" }, default: marker, place };
}
