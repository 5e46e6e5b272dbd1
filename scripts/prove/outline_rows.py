"""The outline of Python files as Python's own ``ast`` and tokenizer see it.

Needs Python 3.12 or newer: older tokenizers do not look into formatted strings.

    python3.13 outline_rows.py --write FILE.py ...   writes FILE.json beside each file
    python3.13 outline_rows.py < LIST                one path a line; one line of JSON for each

The rows are those that ``test/syntax/outlineRows.ts`` makes of an outline. Offsets are UTF-16
units of the text without its byte-order mark. A definition is told by its offset, a call by the
offset where its callee ends; -1 is none. A range that has no text is 0, 0.
"""

from __future__ import annotations

import ast
import json
import sys
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from python_source import Source, Unreadable, read_text

Cell: TypeAlias = int | str | bool
Row: TypeAlias = list[Cell]
Definition: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

TABLES = (
    "imports",
    "definitions",
    "decorators",
    "bases",
    "parameters",
    "calls",
    "assignments",
    "withs",
    "bindings",
    "results",
)
MODULE_LEVEL = -1


@dataclass(frozen=True)
class Place:
    """What holds for the code being visited."""

    owner: int = MODULE_LEVEL
    is_type_checking: bool = False
    is_in_lambda: bool = False
    is_awaited: bool = False


@dataclass(frozen=True)
class Head:
    name: str = ""
    follow: str = "none"


class Reader(ast.NodeVisitor):
    def __init__(self, source: Source) -> None:
        self.source = source
        self.place = Place()
        self.rows: dict[str, list[Row]] = {table: [] for table in TABLES}
        # Names that have a row of their own as a target.
        self.recorded: set[ast.expr] = set()

    def add(self, table: str, *cells: Cell) -> None:
        self.rows[table].append(list(cells))

    def visit_in(self, place: Place, *nodes: ast.AST | None) -> None:
        before, self.place = self.place, place
        for node in nodes:
            if node is not None:
                self.visit(node)
        self.place = before

    def generic_visit(self, node: ast.AST) -> None:
        # What stands right after `await` is no longer so one level deeper.
        self.visit_in(replace(self.place, is_awaited=False), *ast.iter_child_nodes(node))

    # ---- Values ----

    def head(self, node: ast.expr | None) -> Head:
        """The dotted name with which an expression begins."""
        match node:
            case ast.Await(value):
                return self.head(value)
            case ast.BinOp(left=first) | ast.Compare(left=first) | ast.IfExp(body=first):
                return self.head(first)
            case ast.BoolOp(values=[first, *_]) | ast.Tuple(elts=[first, *_]):
                return self.head(first)
            case ast.Name() | ast.Constant():
                return Head(self.dotted(node) or "")
            case ast.Attribute() | ast.Call() | ast.Subscript():
                return self.head_of_trailers(node)
        return Head()

    def head_of_trailers(self, node: ast.Attribute | ast.Call | ast.Subscript) -> Head:
        whole = self.dotted(node)
        if whole is not None:
            return Head(whole)
        inner = node.func if isinstance(node, ast.Call) else node.value
        if self.source.is_parenthesised(inner):
            return Head()
        name = self.dotted(inner)
        if name is not None and not isinstance(node, ast.Attribute):
            return Head(name, "call" if isinstance(node, ast.Call) else "subscript")
        # A tuple brings parentheses of its own.
        is_open = isinstance(inner, ast.Attribute | ast.Call | ast.Subscript)
        return self.head(inner) if is_open else Head()

    def dotted(self, node: ast.expr) -> str | None:
        """A name, or names with dots between them and no parentheses."""
        match node:
            case ast.Name(name):
                return name
            case ast.Constant(True | False | None as value):
                return str(value)
            case ast.Attribute(value, name):
                before = None if self.source.is_parenthesised(value) else self.dotted(value)
                return None if before is None else f"{before}.{name}"
        return None

    def is_awaited(self, node: ast.expr | None) -> bool:
        """Whether an expression begins with ``await``."""
        match node:
            case ast.Await():
                return True
            case ast.BinOp(left=first) | ast.Compare(left=first) | ast.IfExp(body=first):
                return self.is_awaited(first)
            case ast.BoolOp(values=[first, *_]) | ast.Tuple(elts=[first, *_]):
                return self.is_awaited(first)
        return False

    def is_name_only(self, node: ast.expr | None) -> bool:
        node = _without_await(node)
        return node is not None and self.dotted(node) is not None

    def call(self, node: ast.expr | None) -> int:
        """The call that is all of an expression, but for an ``await``."""
        node = _without_await(node)
        return self.callee_end(node) if isinstance(node, ast.Call) else -1

    def callee_end(self, node: ast.Call) -> int:
        return self.source.tokens[self.parenthesis(node) - 1].end

    def parenthesis(self, node: ast.Call) -> int:
        """The index of the parenthesis that opens the arguments."""
        index = self.source.last(node.func) + 1
        while self.source.text(index) == ")":
            index += 1
        return index

    def value(self, node: ast.expr | None, limit: int = -1) -> Row:
        head = self.head(node)
        start, end = self.source.span(node, limit)
        name_only, awaited = self.is_name_only(node), self.is_awaited(node)
        return [head.name, head.follow, start, end, name_only, awaited, self.call(node)]

    # ---- Statements ----

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.add_import(alias, alias.name, "", 0)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            self.add_import(alias, node.module or "", alias.name, node.level)

    def add_import(self, alias: ast.alias, module: str, name: str, level: int) -> None:
        start, asname = self.source.start(alias), alias.asname or ""
        owner, is_type_checking = self.place.owner, self.place.is_type_checking
        self.add("imports", start, module, name, asname, level, owner, is_type_checking)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.function(node, "def")

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.function(node, "async def")

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.definition(node, "class", None)
        start = self.source.start(node)
        # `class A[T](B):` opens its bases after the name and what is in its square brackets.
        bracket = self.name_token(node) + 1
        if self.source.text(bracket) == "[":
            bracket = self.source.partners[bracket] + 1
        for base in node.bases:
            head = self.head(base)
            if head.name:
                self.add("bases", start, self.source.span(base, bracket)[0], head.name, head.follow)
        self.visit_in(self.place, *node.bases, *node.keywords)
        self.body(node)

    def function(self, node: Function, kind: str) -> None:
        self.definition(node, kind, node.returns)
        arguments = node.args
        positional = [*arguments.posonlyargs, *arguments.args]
        defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
        defaults += arguments.defaults
        for parameter, default in zip(positional, defaults, strict=True):
            self.parameter(node, parameter, default, 0)
        for parameter, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            self.parameter(node, parameter, default, 0)
        if arguments.vararg:
            self.parameter(node, arguments.vararg, None, 1)
        if arguments.kwarg:
            self.parameter(node, arguments.kwarg, None, 2)
        self.visit_in(self.place, node.returns)
        self.body(node)

    def definition(self, node: Definition, kind: str, returns: ast.expr | None) -> None:
        source = self.source
        start = source.start(node)
        name = source.tokens[self.name_token(node)]
        self.add(
            "definitions",
            start,
            source.end(node),
            self.body_start(node),
            node.name,
            name.start,
            name.end,
            kind,
            self.place.owner,
            self.head(returns).name,
            *source.span(returns),
        )
        for decorator in node.decorator_list:
            head = self.head(decorator)
            called = isinstance(_without_await(decorator), ast.Call)
            span = source.span(decorator)
            self.add("decorators", start, *span, head.name, head.follow, called)
        self.visit_in(self.place, *node.decorator_list, *node.type_params)

    def name_token(self, node: Definition) -> int:
        index = self.source.first(node)
        return index + (2 if isinstance(node, ast.AsyncFunctionDef) else 1)

    def body_start(self, node: Definition) -> int:
        """Where the token after the colon begins, be it the end of the line."""
        statement = node.body[0]
        index = self.source.first(statement)
        if isinstance(statement, Definition) and statement.decorator_list:
            index = self.source.outer(statement.decorator_list[0])[0] - 1
        while self.source.text(index - 1) != ":":
            index -= 1
        return self.source.tokens[index].start

    def body(self, node: Definition) -> None:
        owner = self.source.start(node)
        self.visit_in(replace(self.place, owner=owner), *node.body)

    def parameter(
        self, node: Function, parameter: ast.arg, default: ast.expr | None, stars: int
    ) -> None:
        self.add(
            "parameters",
            self.source.start(node),
            self.source.start(parameter),
            parameter.arg,
            stars,
            self.head(parameter.annotation).name,
            *self.source.span(parameter.annotation),
            *self.value(default),
        )
        self.visit_in(self.place, parameter.annotation, default)

    def visit_If(self, node: ast.If) -> None:
        name = self.dotted(node.test) or ""
        first = self.source.first(node.test)
        is_type_checking = (
            name.split(".")[-1] == "TYPE_CHECKING" and self.source.text(first - 1) == "if"
        )
        self.visit(node.test)
        inside = self.place.is_type_checking or is_type_checking
        self.visit_in(replace(self.place, is_type_checking=inside), *node.body)
        self.visit_in(self.place, *node.orelse)

    def visit_With(self, node: ast.With) -> None:
        self.with_statement(node, False)

    def visit_AsyncWith(self, node: ast.AsyncWith) -> None:
        self.with_statement(node, True)

    def with_statement(self, node: ast.With | ast.AsyncWith, is_async: bool) -> None:
        # Parentheses from the word to the colon hold a list of items, not an expression.
        bracket = self.source.first(node) + (2 if is_async else 1)
        partner = self.source.partners.get(bracket, -1)
        limit = bracket if partner >= 0 and self.source.text(partner + 1) == ":" else -1
        for item in node.items:
            subject, target = item.context_expr, item.optional_vars
            alias = None if target is None else self.plain_target(target)
            if target is not None and alias is not None:
                self.recorded.add(target)
            cells = self.value(subject, limit)
            self.add("withs", *cells, alias or "", self.place.owner, is_async)
            self.visit_in(self.place, subject, target)
        self.visit_in(self.place, *node.body)

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self.assignment(target, None, node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.assignment(node.target, node.annotation, node.value)
        self.generic_visit(node)

    def assignment(
        self, target: ast.expr, annotation: ast.expr | None, value: ast.expr | None
    ) -> None:
        name = self.plain_target(target)
        if name is None:
            return
        self.recorded.add(target)
        self.add(
            "assignments",
            self.source.start(target),
            name,
            self.place.owner,
            self.head(annotation).name,
            *self.source.span(annotation),
            *self.value(value),
        )

    def plain_target(self, node: ast.expr) -> str | None:
        first, _ = self.source.outer(node)
        return self.dotted(node) if first == self.source.first(node) else None

    def visit_Return(self, node: ast.Return) -> None:
        self.result(node, "return", node.value)

    def visit_Yield(self, node: ast.Yield) -> None:
        self.result(node, "yield", node.value)

    def visit_YieldFrom(self, node: ast.YieldFrom) -> None:
        self.result(node, "yield from", node.value)

    def result(self, node: ast.expr | ast.stmt, kind: str, value: ast.expr | None) -> None:
        if not self.place.is_in_lambda:
            start = self.source.start(node)
            self.add("results", start, kind, self.place.owner, *self.value(value))
        self.generic_visit(node)

    # ---- Expressions ----

    def visit_Await(self, node: ast.Await) -> None:
        self.visit_in(replace(self.place, is_awaited=True), node.value)

    def visit_Call(self, node: ast.Call) -> None:
        callee, receiver = self.callee(node)
        self.add(
            "calls",
            self.source.start(node),
            self.callee_end(node),
            self.source.end(node),
            callee,
            self.place.owner,
            receiver,
            self.place.is_awaited,
            self.place.is_in_lambda,
            self.source.statements[self.parenthesis(node)],
        )
        self.generic_visit(node)

    def callee(self, node: ast.Call) -> tuple[str, int]:
        """What is called, as far as it is dotted, and the call that it is called on."""
        words: list[str] = []
        inner = node.func
        while isinstance(inner, ast.Attribute) and not self.source.is_parenthesised(inner):
            words.insert(0, inner.attr)
            inner = inner.value
        is_parenthesised = self.source.is_parenthesised(inner)
        name = None if is_parenthesised else self.dotted(inner)
        if name is not None:
            return ".".join([name, *words]), -1
        receiver = self.call(inner) if is_parenthesised or isinstance(inner, ast.Call) else -1
        return ".".join(["", *words]), receiver

    def visit_Lambda(self, node: ast.Lambda) -> None:
        arguments = node.args
        for parameter in ast.walk(arguments):
            if isinstance(parameter, ast.arg) and self.is_own(arguments, parameter):
                self.bind(self.source.start(parameter), parameter.arg)
        self.visit_in(self.place, *arguments.defaults, *arguments.kw_defaults)
        self.visit_in(replace(self.place, is_in_lambda=True, is_awaited=False), node.body)

    @staticmethod
    def is_own(arguments: ast.arguments, parameter: ast.arg) -> bool:
        own = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        return parameter in [*own, arguments.vararg, arguments.kwarg]

    # ---- Bindings ----

    def bind(self, start: int, name: str, is_outer: bool = False) -> None:
        self.add("bindings", start, name, self.place.owner, is_outer)

    def bind_token(self, index: int, is_outer: bool = False) -> None:
        token = self.source.tokens[index]
        self.bind(token.start, token.text, is_outer)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store) and node not in self.recorded:
            self.bind(self.source.start(node), node.id)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name is not None and node.type is not None:
            self.bind_token(self.source.outer(node.type)[1] + 2)
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        if node.name is not None:
            self.bind_token(self.source.last(node))
        self.generic_visit(node)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        if node.name is not None:
            self.bind_token(self.source.last(node))

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        if node.rest is not None:
            last = self.source.last(node) - 1
            self.bind_token(last - 1 if self.source.text(last) == "," else last)
        self.generic_visit(node)

    def visit_Global(self, node: ast.Global) -> None:
        self.outer_names(node)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        self.outer_names(node)

    def outer_names(self, node: ast.Global | ast.Nonlocal) -> None:
        first = self.source.first(node)
        for index in range(len(node.names)):
            self.bind_token(first + 1 + 2 * index, True)


def outline_rows(text: str) -> dict[str, list[Row]]:
    """The rows of every table, sorted."""
    reader = Reader(Source(text))
    try:
        reader.visit(reader.source.tree)
    except RecursionError as error:
        raise Unreadable("too deep") from error
    return {table: sorted(rows, key=_sort_key) for table, rows in reader.rows.items()}


def _without_await(node: ast.expr | None) -> ast.expr | None:
    while isinstance(node, ast.Await):
        node = node.value
    return node


def _sort_key(row: Row) -> list[str]:
    return [f"{cell:012d}" if isinstance(cell, int) else str(cell) for cell in row]


def _write(path: Path) -> None:
    """One row a line, so that a change shows where it is."""
    rows = outline_rows(read_text(path))
    tables = []
    for table, content in rows.items():
        lines = ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in content)
        tables.append(f'  "{table}": [\n{lines}\n  ]' if content else f'  "{table}": []')
    text = "{\n" + ",\n".join(tables) + "\n}\n"
    path.with_suffix(".json").write_text(text, encoding="utf-8")


def _answer(path: str) -> dict[str, object]:
    try:
        return {"path": path, "rows": outline_rows(read_text(Path(path)))}
    except Unreadable as error:
        return {"path": path, "skipped": str(error)}


def main(arguments: list[str]) -> None:
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(20_000)
    if arguments[:1] == ["--write"]:
        for name in arguments[1:]:
            _write(Path(name))
        return
    for line in sys.stdin:
        print(json.dumps(_answer(line.rstrip("\n"))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
