"""What FastAPI itself puts around the routes of the applications of some projects.

Reads a JSON array of jobs from standard input: {"id", "folder", "paths", "entries", "environment"}. Writes one JSON object
a line and job: {"id", "applications"}, or {"id", "error"}. Each job runs in a process of its own, forked after FastAPI was
imported. An application has

name, mounted  the entry without its arguments; the path under which it is mounted, outermost first
middleware     from `build_middleware_stack()`, by what each layer calls next: {"name", "arguments"?}. The arguments are those
               of `user_middleware`; what was wrapped around the application keeps none
exceptionHandlers  `exception_handlers`, without those that FastAPI puts there itself
lifespan       what ran, in its order, when `router.lifespan_context` of the outermost application was entered and left:
               `enter` and `exit` of the project's context managers, `startup` and `shutdown` of event handlers
"""

import asyncio
import contextlib
import functools
import gc
import importlib
import inspect
import json
import os
import re
import sys
import traceback
import warnings

import fastapi
import fastapi.routing
from starlette import routing
from starlette.applications import Starlette

sys.dont_write_bytecode = True
warnings.simplefilter("ignore")
iter_route_contexts = getattr(fastapi.routing, "iter_route_contexts", iter)
LIBRARIES = ("fastapi", "starlette")


def name_of(value) -> str:
    while isinstance(value, functools.partial):
        value = value.func
    if hasattr(value, "__qualname__"):
        return f"{value.__module__}:{value.__qualname__}"
    return name_of(type(value))


def is_own(function) -> bool:
    return getattr(function, "__module__", "").split(".")[0] not in (*LIBRARIES, "contextlib")


class Recorder:
    """Notes what is entered and left."""

    def __init__(self) -> None:
        self.events: list[str] = []

    def note(self, word: str, function) -> None:
        if is_own(function):
            self.events.append(f"{word} {name_of(function)}")

    def install(self) -> None:
        self.patch(contextlib._AsyncGeneratorContextManager, "__aenter__", "enter", True)
        self.patch(contextlib._AsyncGeneratorContextManager, "__aexit__", "exit", True)
        self.patch(contextlib._GeneratorContextManager, "__enter__", "enter", False)
        self.patch(contextlib._GeneratorContextManager, "__exit__", "exit", False)

    def patch(self, owner: type, method: str, word: str, is_async: bool) -> None:
        original = getattr(owner, method)

        def before(manager) -> None:
            if word == "enter":
                # It forgets its function when it is entered.
                manager.noted = manager.func
                self.note(word, manager.noted)

        def after(manager) -> None:
            if word == "exit":
                self.note(word, manager.noted)

        async def replaced_async(manager, *rest):
            before(manager)
            result = await original(manager, *rest)
            after(manager)
            return result

        def replaced(manager, *rest):
            before(manager)
            result = original(manager, *rest)
            after(manager)
            return result

        setattr(owner, method, replaced_async if is_async else replaced)

    def wrap_handlers(self) -> None:
        for router in [each for each in gc.get_objects() if isinstance(each, routing.Router)]:
            for word, attribute in (("startup", "on_startup"), ("shutdown", "on_shutdown")):
                handlers = getattr(router, attribute, [])
                handlers[:] = [self.wrapped(word, each) for each in handlers]

    def wrapped(self, word: str, handler):
        async def handle_async():
            self.note(word, handler)
            await handler()

        def handle():
            self.note(word, handler)
            handler()

        return handle_async if inspect.iscoroutinefunction(handler) else handle


def inside(app):
    """What a layer calls next."""
    if inspect.isfunction(app):
        return inspect.getclosurevars(app).nonlocals.get("app")
    return getattr(app, "app", None)


def layer_name(app) -> str:
    if inspect.isfunction(app):
        return name_of(app).split(".<locals>")[0]
    dispatch = getattr(app, "dispatch_func", None)
    if dispatch is not None and inspect.isfunction(dispatch):
        return name_of(dispatch)
    return name_of(type(app))


def layers(app, end) -> list:
    found = []
    while app is not None and app is not end:
        found.append(app)
        app = inside(app)
    return found


def application_in(value):
    while value is not None and not isinstance(value, Starlette):
        value = inside(value)
    return value


def plain(value):
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return {"name": name_of(value)}


def arguments_of(middleware) -> dict:
    *_, keywords = tuple(middleware)
    return {
        key: plain(value)
        for key, value in keywords.items()
        if not (key == "dispatch" and inspect.isfunction(value))
    }


def middleware_of(outer, app) -> list[dict]:
    wrappers = [{"name": name_of(type(each)), "by": "wrapped"} for each in layers(outer, app)]
    stack = layers(app.build_middleware_stack(), app.router)
    count = len(app.user_middleware)
    inner = sum(name_of(type(each)).endswith((":ExceptionMiddleware", ":AsyncExitStackMiddleware")) for each in stack)
    start = len(stack) - inner - count
    rows = []
    for at, layer in enumerate(stack):
        is_added = start <= at < start + count
        row = {"name": layer_name(layer), "by": "added" if is_added else "framework"}
        if is_added:
            row["arguments"] = arguments_of(app.user_middleware[at - start])
        rows.append(row)
    return wrappers + rows


def handlers_of(app) -> list[dict]:
    rows = [
        {"exception": str(int(key)) if isinstance(key, int) else name_of(key), "name": name_of(handler)}
        for key, handler in app.exception_handlers.items()
        if not (name_of(handler).startswith("fastapi.exception_handlers:")
                and name_of(key).startswith(("fastapi.", "starlette.")))
    ]
    return sorted(rows, key=lambda row: row["exception"])


def applications(outer, name: str, mounted: str | None = None, around: tuple = ()):
    app = application_in(outer)
    if app is not None and app in around:
        return
    if app is None:
        if isinstance(outer, routing.Router):
            yield from mounted_in(outer.routes, name, mounted or "", around)
        return
    yield {
        "name": name,
        **({} if mounted is None else {"mounted": mounted or "/"}),
        "middleware": middleware_of(outer, app),
        "exceptionHandlers": handlers_of(app),
    }
    yield from mounted_in(app.routes, name, mounted or "", (*around, app))


def mounted_in(routes, name: str, prefix: str, around: tuple):
    for context in iter_route_contexts(routes):
        route = getattr(context, "original_route", context)
        if isinstance(route, routing.Mount):
            app = getattr(context, "app", route.app)
            yield from applications(app, name, prefix + context.path, around)


async def run_lifespan(app) -> None:
    async with app.router.lifespan_context(app):
        pass


def applications_of(job: dict) -> list[dict]:
    os.environ.update(job["environment"])
    os.chdir(job["folder"])
    sys.path[:0] = [os.path.join(job["folder"], path) for path in job["paths"]]
    recorder = Recorder()
    recorder.install()
    found = []
    for entry in job["entries"]:
        module_name, _, expression = entry.partition(":")
        outer = eval(expression, vars(importlib.import_module(module_name)))
        if application_in(outer) is None or inspect.isfunction(outer):
            outer = outer()
        variable = re.match(r"[\w.]+", expression).group()
        name = f"{module_name}:{variable}"
        recorder.events.clear()
        rows = list(applications(outer, name))
        recorder.wrap_handlers()
        recorder.events.clear()
        asyncio.run(run_lifespan(application_in(outer)))
        rows[0]["lifespan"] = list(recorder.events)
        found += rows
    return found


def run(job: dict, output) -> None:
    try:
        answer = {"id": job["id"], "applications": applications_of(job)}
    except BaseException:
        answer = {"id": job["id"], "error": traceback.format_exc(limit=-4)}
    output.write(json.dumps(answer) + "\n")
    output.flush()


def main() -> None:
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
