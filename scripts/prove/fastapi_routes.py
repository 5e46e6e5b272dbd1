"""What FastAPI itself knows of the applications of some projects.

Reads a JSON array of jobs from standard input: {"id", "folder", "paths", "entries", "environment"}. Writes one JSON
object a line and job: {"id", "routes"}, or {"id", "error"} where the project cannot be imported. Each job runs in a
process of its own, forked after FastAPI was imported. The rows have the fields of `routewright routes --format json`:

app           the entry without its arguments: module:variable, or module:function of a factory
methods       `route.methods`, sorted
path          the path that requests are matched with, mounts and includes counted in; from 0.137 on by
              `iter_route_contexts`, before that from the copies that `include_router` made
kind          by the class of the route: APIRoute and Route, APIWebSocketRoute and WebSocketRoute, Mount
handler       `__module__` and `__qualname__` of the endpoint; of a partial, those of its function
file, line    of the `def`, wrappers with `__wrapped__` unwrapped; absent where it is not in the project
name          `route.name`
includeInSchema  `route.include_in_schema`; true for WebSockets and mounts, which have none
mounted       the path under which the application of the route is mounted, with that of mounts around it
dependencies  the tree of `route.dependant.dependencies`, in FastAPI's order; generators and coroutines as FastAPI
              tells them apart, `scope` as it computes it, `scopes` those of the `Security` itself
security      the SecurityBase objects in that tree, each once
responseModel `route.response_model`: explicit, or read off the return annotation
parameters    those of the handler and of all its dependencies, each once, by the names that a request uses; a model of
              query, header, cookie or form parameters stands for its fields
tags, operationId  as the route has them after inclusion

An object that is no function or class is named by the variable of the project's module that holds it, else by its class.
FastAPI's own routes (/docs, /redoc, /openapi.json) are left out. `app.frontend`, which FastAPI asks last, comes last.
"""

import ast
import functools
import importlib
import inspect
import json
import os
import re
import sys
import traceback
import types
import typing
import warnings

import fastapi
import fastapi.routing
import pydantic
from fastapi import params
from fastapi.dependencies import models, utils
from fastapi.security.base import SecurityBase
from starlette import routing
from starlette.applications import Starlette

sys.dont_write_bytecode = True
warnings.simplefilter("ignore")
# Before 0.137 an include copies; later it is live.
iter_route_contexts = getattr(fastapi.routing, "iter_route_contexts", iter)


def remember_own_scopes() -> None:
    """Older versions keep the scopes of a `Security` only mixed with those above it."""
    original = getattr(utils, "get_sub_dependant", None)
    if original is None:
        return

    def get_sub_dependant(*, depends, **rest):
        dependant = original(depends=depends, **rest)
        dependant.own_oauth_scopes = list(getattr(depends, "scopes", None) or [])
        return dependant

    utils.get_sub_dependant = get_sub_dependant


class Inspector:
    def __init__(self, folder: str) -> None:
        self.folder = os.path.realpath(folder)
        self.trees: dict[str, ast.Module] = {}

    def rows(self, app, prefix: str = "", mounted: str | None = None):
        for context in iter_route_contexts(app.routes):
            yield from self.rows_of(context, prefix, mounted)
        yield from self.frontends(app, prefix, mounted)

    def rows_of(self, context, prefix: str, mounted: str | None):
        route = getattr(context, "original_route", context)
        path = prefix + context.path
        if isinstance(route, routing.Mount):
            inner = getattr(context, "app", None)
            if isinstance(inner, (Starlette, routing.Router)):
                yield from self.rows(inner, path, path or "/")
            else:
                yield self.row(context, "mount", [], path or "/", mounted, type_of(inner))
            return
        kinds = {routing.Route: "http", routing.WebSocketRoute: "websocket"}
        kind = next(kind for each, kind in kinds.items() if isinstance(route, each))
        endpoint = context.endpoint
        if getattr(endpoint, "__module__", None) == "fastapi.applications":
            return
        methods = sorted(context.methods or []) if kind == "http" else []
        yield self.row(context, kind, methods, path, mounted, endpoint)

    def frontends(self, app, prefix: str, mounted: str | None):
        router = getattr(app, "router", app)
        for group in getattr(router, "_iter_low_priority_routes", list)():
            original = getattr(group, "original_route", group)
            for route in original.routes:
                path = prefix + getattr(group, "frontend_prefix", "") + route.path
                row = self.row(group, "mount", [], path or "/", mounted, type_of(route.app))
                yield {**row, "name": ""}

    def row(self, route, kind: str, methods: list, path: str, mounted: str | None, endpoint):
        dependant = getattr(route, "dependant", None)
        tree = dependant.dependencies if dependant is not None else []
        return {
            "methods": methods,
            "path": path,
            "kind": kind,
            "handler": self.name_of(endpoint),
            **self.place_of(endpoint),
            "name": getattr(route, "name", None),
            "includeInSchema": getattr(route, "include_in_schema", True),
            **({} if mounted is None else {"mounted": mounted}),
            "dependencies": [self.dependency(each) for each in tree],
            "security": self.security(tree),
            "responseModel": type_name(getattr(route, "response_model", None)),
            "parameters": parameters(dependant),
            "tags": [getattr(tag, "value", tag) for tag in getattr(route, "tags", None) or []],
            "operationId": getattr(route, "operation_id", None),
        }

    def dependency(self, dependant) -> dict:
        is_generator, is_async_generator, is_coroutine = kinds_of(dependant)
        yields = is_generator or is_async_generator
        scopes = getattr(dependant, "own_oauth_scopes", None) or []
        return {
            "name": self.name_of(dependant.call),
            "scope": getattr(dependant, "scope", None) or ("request" if yields else None),
            "yields": yields,
            "async": is_async_generator or is_coroutine,
            **({"scopes": list(scopes)} if scopes else {}),
            "dependencies": [self.dependency(each) for each in dependant.dependencies],
        }

    def security(self, tree: list) -> list:
        found: list[str] = []
        for dependant in tree:
            if isinstance(unwrapped(dependant.call), SecurityBase):
                found.append(self.name_of(dependant.call))
            found += self.security(dependant.dependencies)
        return list(dict.fromkeys(found))

    def name_of(self, value) -> str:
        while isinstance(value, functools.partial):
            value = value.func
        if hasattr(value, "__qualname__"):
            return f"{value.__module__}:{value.__qualname__}"
        return self.variable_of(value) or self.name_of(type(value))

    def variable_of(self, value) -> str | None:
        for name, module in list(sys.modules.items()):
            path = getattr(module, "__file__", None)
            if path is None or self.inside(path) is None:
                continue
            for variable, held in list(vars(module).items()):
                if held is value and variable in assigned_in(self.tree(path)):
                    return f"{name}:{variable}"
        return None

    def place_of(self, value) -> dict:
        value = unwrapped(value)
        if not inspect.isroutine(value) and not inspect.isclass(value):
            value = unwrapped(type(value).__call__)
        if inspect.isclass(value):
            path, line = class_place(value)
        else:
            code = getattr(getattr(value, "__func__", value), "__code__", None)
            if code is None:
                return {}
            path, line = code.co_filename, code.co_firstlineno
        below = self.inside(path)
        if below is None or line is None:
            return {}
        return {"file": below, "line": definition_line(self.tree(path), line)}

    def inside(self, path: str) -> str | None:
        path = os.path.realpath(path)
        below = path.removeprefix(self.folder + os.sep).replace(os.sep, "/")
        return None if below == path or below.startswith("site-packages/") else below

    def tree(self, path: str) -> ast.Module:
        if path not in self.trees:
            with open(path, encoding="utf-8") as file:
                self.trees[path] = ast.parse(file.read())
        return self.trees[path]


def type_of(value):
    """A static or foreign application is named by its function, or by the public class that it is of."""
    if inspect.isroutine(value) or inspect.isclass(value):
        return value
    return next(each for each in type(value).__mro__ if not each.__name__.startswith("_"))


def unwrapped(value):
    while isinstance(value, functools.partial):
        value = value.func
    return inspect.unwrap(value) if callable(value) else value


def class_place(value: type):
    module = sys.modules.get(value.__module__)
    path = getattr(module, "__file__", None)
    if path is None:
        return "", None
    try:
        return path, inspect.getsourcelines(value)[1]
    except (OSError, TypeError):
        return "", None


def definition_line(tree: ast.Module, line: int) -> int:
    """From the first decorator, which Python calls the first line, to the `def`."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            starts = [node.lineno, *(each.lineno for each in node.decorator_list)]
            if min(starts) == line:
                return node.lineno
    return line


def assigned_in(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def kinds_of(dependant) -> tuple[bool, bool, bool]:
    """Whether a dependency is a generator, an async generator, a coroutine function: FastAPI's own judgement."""
    if hasattr(models, "_is_gen_callable"):
        call = dependant.call
        return (
            models._is_gen_callable(call),
            models._is_async_gen_callable(call),
            models._is_coroutine_callable(call),
        )
    if hasattr(models.Dependant, "is_gen_callable"):
        return (
            dependant.is_gen_callable,
            dependant.is_async_gen_callable,
            dependant.is_coroutine_callable,
        )
    call = dependant.call
    return (
        utils.is_gen_callable(call),
        utils.is_async_gen_callable(call),
        utils.is_coroutine_callable(call),
    )


def parameters(dependant) -> list[dict]:
    found: list[tuple[str, str]] = []
    if dependant is not None:
        collect(dependant, found)
    order = ["path", "query", "header", "cookie", "form", "body"]
    unique = sorted(dict.fromkeys(found), key=lambda each: order.index(each[1]))
    return [{"name": name, "in": kind} for name, kind in unique]


def collect(dependant, found: list[tuple[str, str]]) -> None:
    for kind in ("path", "query", "header", "cookie"):
        fields = getattr(dependant, f"{kind}_params")
        found += [(name, kind) for field in fields for name in names_of(field, kind, fields)]
    for field in dependant.body_params:
        kind = "form" if isinstance(field.field_info, params.Form) else "body"
        alone = dependant.body_params if kind == "form" else []
        found += [(name, kind) for name in names_of(field, kind, alone)]
    for each in dependant.dependencies:
        collect(each, found)


def names_of(field, kind: str, siblings: list) -> list[str]:
    model = field.field_info.annotation
    if len(siblings) == 1 and inspect.isclass(model) and issubclass(model, pydantic.BaseModel):
        underscores = kind == "header" and getattr(field.field_info, "convert_underscores", True)
        return [
            info.alias or (name.replace("_", "-") if underscores else name)
            for name, info in model.model_fields.items()
        ]
    return [field.alias]


def type_name(value) -> str | None:
    if value is None:
        return None
    if value is type(None):
        return "None"
    generic = getattr(value, "__pydantic_generic_metadata__", None)
    if generic and generic["origin"] is not None:
        return f"{type_name(generic['origin'])}[{', '.join(map(named, generic['args']))}]"
    origin, arguments = typing.get_origin(value), typing.get_args(value)
    if origin is typing.Annotated:
        return type_name(arguments[0])
    if origin in (typing.Union, types.UnionType):
        return " | ".join(map(named, arguments))
    if origin is not None:
        return f"{type_name(origin)}[{', '.join(map(named, arguments))}]"
    if inspect.isclass(value):
        is_built_in = value.__module__ == "builtins"
        return value.__qualname__ if is_built_in else f"{value.__module__}:{value.__qualname__}"
    return str(value).replace("typing.", "")


def named(value) -> str:
    return type_name(value) or "None"


def routes_of(job: dict) -> list[dict]:
    folder = job["folder"]
    os.environ.update(job["environment"])
    os.chdir(folder)
    sys.path[:0] = [os.path.join(folder, path) for path in job["paths"]]
    inspector = Inspector(folder)
    found = []
    for entry in job["entries"]:
        module_name, _, expression = entry.partition(":")
        module = importlib.import_module(module_name)
        app = eval(expression, vars(module))
        if not isinstance(app, Starlette):
            app = app()
        name = re.match(r"[\w.]+", expression).group()
        found += [{"app": f"{module_name}:{name}", **row} for row in inspector.rows(app)]
    return found


def run(job: dict, output) -> None:
    try:
        answer = {"id": job["id"], "routes": routes_of(job)}
    except BaseException:
        answer = {"id": job["id"], "error": traceback.format_exc(limit=-2)}
    output.write(json.dumps(answer) + "\n")
    output.flush()


def main() -> None:
    remember_own_scopes()
    jobs = json.load(sys.stdin)
    output = os.fdopen(os.dup(1), "w")
    # What a project prints does not belong among the answers.
    os.dup2(2, 1)
    for job in jobs:
        child = os.fork()
        if child == 0:
            run(job, output)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status != 0:
            output.write(json.dumps({"id": job["id"], "error": f"ended with {status}"}) + "\n")
            output.flush()


main()
