/** Class-based views: a decorator that was given a router makes the class a dependency of its methods. */

import { annotatedParts } from "#model/routes/annotations";
import { bearRouter } from "#model/routes/calls";
import { type Field, fieldsInBody } from "#model/routes/fields";
import { needIn } from "#model/routes/needs";
import type { Run } from "#model/routes/run";
import type { SignatureParameter } from "#model/routes/signature";
import { bearsRouter, type ClassValue, type FunctionValue, type Value } from "#model/routes/value";

/** The view that a method is an endpoint of. */
export function viewOf({ owner, self, binding }: FunctionValue): ClassValue | undefined {
  if (owner === undefined || self !== undefined || binding !== undefined) return undefined;
  return isView(owner) ? owner : undefined;
}

const RENAMING = /^fastapi_(?:utils|restful)\.cbv\.cbv\(\)$/;

/** What the decorator of fastapi-utils puts before the names of the routes of a view; nothing for other routes. */
export function namePrefixOf(endpoint: Value): string {
  const view = endpoint.kind === "function" ? viewOf(endpoint) : undefined;
  const isRenamed = view?.decorators.some((it) => it.kind === "external" && RENAMING.test(it.name));
  return view !== undefined && isRenamed === true ? `${view.name}.` : "";
}

/** The parameters of a method of a view, of which the first is an object of the view. */
export function methodOfView(
  view: ClassValue,
  [self, ...others]: readonly SignatureParameter[],
): readonly SignatureParameter[] {
  if (self === undefined) return [];
  const call = { positional: [view], keywords: new Map(), place: self.place };
  return [{ ...self, default: { kind: "external", name: "fastapi.Depends()", call } }, ...others];
}

/** The attributes of a view that are set for each request; none where no dependency is among them. */
export function attributesOfView(of: ClassValue, run: Run): readonly SignatureParameter[] {
  if (!isView(of)) return [];
  const fields = fieldsInBody(of, run);
  if (!fields.some(isNeeded)) return [];
  return fields.map(({ name, annotation, default: given, place }) => ({
    name,
    stars: 0,
    annotation,
    default: given,
    place,
  }));
}

function isView(of: ClassValue): boolean {
  return of.decorators.some(isGivenRouter);
}

function isGivenRouter(decorator: Value): boolean {
  if (decorator.kind === "external")
    return decorator.call !== undefined && bearRouter(decorator.call);
  return bearsRouter(decorator);
}

function isNeeded({ annotation, default: given }: Field): boolean {
  const marked = [...annotatedParts(annotation).metadata, ...(given === undefined ? [] : [given])];
  return marked.some((it) => needIn(it) !== undefined);
}
