"""Judges names of the catalogue by the packages themselves. Nothing connects to anything.

Standard input, where in a name `()` stands for a call:

    names     what must be there and can be called; `*` at the end stands for every member
    present   what must be there
    pairs     [name, canonical name] of the same thing
    others    {owner, to, except}: each attribute of the owner but some (with `isResult` each result of its other methods)
    twins     [name, the name of its awaitable twin]
    builtIns  what Python binds in every module

Standard output: a list of sentences, one a fault.
"""

import builtins
import collections.abc
import contextlib
import functools
import importlib
import inspect
import json
import sys
import types
import typing
import warnings
from dataclasses import dataclass
from typing import Any

from catalogue_examples import ARGUMENTS, AWS, DOCUMENTED, EXAMPLES, PROOFS, SAME_MEMBERS

warnings.simplefilter("ignore")

WRAPPERS = {
    collections.abc.AsyncIterator,
    collections.abc.Generator,
    collections.abc.Iterator,
    contextlib.AbstractContextManager,
}


class Resources:
    """The resources of several services of AWS as one, for our names do not tell them apart."""

    def __getattr__(self, name: str) -> Any:
        for service in ("s3", "dynamodb", "sqs", "sns"):
            resource = evaluate(f"make('boto3.resource')('{service}', {AWS})")
            if hasattr(resource, name):
                return getattr(resource, name)
        raise AttributeError(name)


def resource_given_by(service: str, action: str) -> str:
    model = evaluate(f"make('boto3.resource')('{service}', {AWS})").meta.resource_model
    return next(each.resource.type for each in model.actions if each.name == action)


def documents() -> Any:
    mongoengine = importlib.import_module("mongoengine")
    mongoengine.connect("x", connect=False)
    return type("X", (mongoengine.Document,), {"__module__": "x", "meta": {"auto_create_index": False}}).objects


@functools.cache
def firebase() -> Any:
    credentials = importlib.import_module("firebase_admin.credentials")
    anonymous = make("google.auth.credentials.AnonymousCredentials")
    credential = type("X", (credentials.Base,), {"get_credential": lambda _: anonymous()})()
    options = {"databaseURL": "https://x.firebaseio.com"}
    return importlib.import_module("firebase_admin").initialize_app(credential, options)


@dataclass(frozen=True)
class Thing:
    """What a name stands for: a value, or only the class of one; and the class that it was found in."""

    value: Any = None
    class_: type | None = None
    owner: type | None = None


class UnknownResultError(Exception):
    pass


def make(name: str) -> Any:
    return resolve(name).value


def evaluate(expression: str) -> Any:
    return eval(expression, globals())


@functools.cache
def resolve(name: str) -> Thing:
    if name in EXAMPLES:
        return Thing(evaluate(EXAMPLES[name]))
    if name.endswith("()"):
        return called(name.removesuffix("()"))
    owner, _, last = name.rpartition(".")
    if owner:
        return member(resolve(owner), last, name)
    return Thing(getattr(builtins, name, None) or importlib.import_module(name))


def called(name: str) -> Thing:
    thing = resolve(name)
    if name in ARGUMENTS and thing.value is not None:
        return Thing(evaluate(f"make({name!r})({ARGUMENTS[name]})"))
    if name in DOCUMENTED:
        return Thing(class_=make(DOCUMENTED[name]))
    if isinstance(thing.value, type):
        return Thing(class_=thing.value)
    if inspect.isroutine(thing.value):
        return annotated(thing.value, thing.owner)
    called_class = thing.class_ or type(thing.value)
    for each in called_class.__mro__:
        if "__call__" in vars(each):
            return annotated(vars(each)["__call__"], called_class)
    raise UnknownResultError(f"{name} cannot be called")


def annotated(function: Any, owner: type | None) -> Thing:
    """The class that a function returns by its annotation."""
    bound = getattr(function, "__self__", None)
    if bound is not None and not isinstance(bound, types.ModuleType):
        owner = bound if isinstance(bound, type) else type(bound)
    function = inspect.unwrap(getattr(function, "__func__", function))
    try:
        hint = typing.get_type_hints(function).get("return")
    except NameError:  # A name that only type checkers import.
        hint = function.__annotations__.get("return")
    if isinstance(hint, str):
        word = hint.partition("[")[0].rpartition(".")[2]
        hint = owner if owner and word in ("Self", owner.__name__) else function.__globals__.get(word)
    while typing.get_origin(hint) in WRAPPERS:
        hint = typing.get_args(hint)[0]
    if isinstance(hint, typing.TypeVar):
        hint = hint.__bound__
    hint = owner if hint is typing.Self else typing.get_origin(hint) or hint
    if not isinstance(hint, type):
        raise UnknownResultError(f"what {function.__qualname__} gives is not known: {hint}")
    return Thing(class_=hint)


def member(thing: Thing, word: str, name: str) -> Thing:
    if thing.class_ is None:
        if isinstance(thing.value, types.ModuleType) and not hasattr(thing.value, word):
            return Thing(importlib.import_module(f"{thing.value.__name__}.{word}"))
        return Thing(getattr(thing.value, word))
    found = inspect.getattr_static(thing.class_, word, None)
    if name in DOCUMENTED and not callable(found):
        return Thing(class_=make(DOCUMENTED[name]))
    if isinstance(found, property):
        return annotated(found.fget, thing.class_)
    if isinstance(found, functools.cached_property):
        return annotated(found.func, thing.class_)
    return Thing(getattr(thing.class_, word), owner=thing.class_)


class Judge:
    def __init__(self, question: dict[str, Any]) -> None:
        self.question = question
        self.pairs: list[tuple[str, str]] = question["pairs"]
        self.faults: list[str] = []

    def run(self) -> list[str]:
        for name in self.question["names"]:
            self.expect(name, lambda name=name: self.is_callable(name))
        for name in self.question["present"]:
            self.expect(name, lambda name=name: resolve(name) is not None)
        for name, canonical in self.pairs:
            self.expect(f"{name} = {canonical}", lambda pair=(name, canonical): self.are_same(*pair))
        for others in self.question["others"]:
            self.expect(others["owner"], lambda others=others: self.has_others(**others))
        for name, twin in self.question["twins"]:
            self.expect(f"{name} -> {twin}", lambda twin=twin: inspect.iscoroutinefunction(inspect.unwrap(make(twin))))
        for name in self.question["builtIns"]:
            self.expect(name, lambda name=name: hasattr(builtins, name))
        return self.faults

    def expect(self, what: str, judge: collections.abc.Callable[[], bool]) -> None:
        try:
            if not judge():
                self.faults.append(f"{what} is not true")
        except Exception as error:
            self.faults.append(f"{what}: {type(error).__name__}: {error}")

    def is_callable(self, name: str) -> bool:
        if name.endswith(".*"):
            return resolve(name.removesuffix(".*")) is not None
        return callable(self.resolve_spelling(name).value)

    def resolve_spelling(self, name: str) -> Thing:
        """What a canonical name stands for, which may belong to only one of the things that have it."""
        try:
            return resolve(name)
        except (AttributeError, UnknownResultError):
            for other, canonical in self.pairs:
                rest = name.removeprefix(canonical)
                if rest == name or not rest.startswith((".", "()")):
                    continue
                with contextlib.suppress(Exception):
                    return resolve(other + rest)
            raise

    def are_same(self, name: str, canonical: str) -> bool:
        if name in PROOFS:
            return bool(evaluate(PROOFS[name]))
        if name in SAME_MEMBERS:
            return self.has_members_of(name, canonical)
        method = name.removesuffix("()")
        is_fluent = method != name and name.startswith(f"{canonical}.") and method not in ARGUMENTS
        if is_fluent and resolve(canonical).class_ is None:
            return isinstance(tried(make(method)), type(make(canonical)))
        return is_same(self.resolve_spelling(name), resolve(canonical))

    def has_members_of(self, name: str, canonical: str) -> bool:
        known = [*self.question["names"], *(left for left, _ in self.pairs)]
        members = {other.removeprefix(f"{canonical}.") for other in known if other.startswith(f"{canonical}.")}
        words = {rest.split(".")[0].removesuffix("()") for rest in members}
        words = {word for word in words if self.is_present(f"{canonical}.{word}")}
        return len(words) > 0 and all(resolve(f"{name}.{word}") is not None for word in words)

    def is_present(self, name: str) -> bool:
        try:
            return resolve(name) is not None
        except AttributeError:
            return False

    def has_others(self, owner: str, to: str, isResult: bool, **rest: Any) -> bool:
        exceptions = set(rest["except"])
        thing = make(owner)
        members = {word for word in dir(type(thing)) if not word.startswith("_")}
        if not isResult:
            if exceptions != members:
                raise UnknownResultError(f"other members than listed: {exceptions ^ members}")
            return is_same(Thing(thing.any_other_word), resolve(to))
        methods = {f"{owner}.{word}" for word in members - exceptions}
        samples = methods & ARGUMENTS.keys()
        return exceptions <= members and len(samples) > 0 and all(is_same(resolve(f"{name}()"), resolve(to)) for name in samples)


def tried(method: collections.abc.Callable[..., Any]) -> Any:
    """What a method of a query gives, whatever arguments it wants: it only notes them down."""
    for arguments in ((), ("x",), (1,), (1, 1), ("x", 1), (".x",), ("x", "==", 1), ({},)):
        with contextlib.suppress(Exception):
            return method(*arguments)
    raise UnknownResultError(f"no arguments suit {method}")


def is_same(left: Thing, right: Thing) -> bool:
    if isinstance(left.value, type) and isinstance(right.value, type):
        return issubclass(left.value, right.value)
    if left.value is not None and left.value is right.value:
        return True
    if inspect.isroutine(left.value):
        return left.value == right.value
    right_class = right.class_ or type(right.value)
    return isinstance(left.value, right_class) if left.class_ is None else issubclass(left.class_, right_class)


def main() -> None:
    with contextlib.redirect_stdout(sys.stderr):
        faults = Judge(json.load(sys.stdin)).run()
    print(json.dumps(faults))


if __name__ == "__main__":
    main()
