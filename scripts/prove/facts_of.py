"""Facts of Python text as Python's own `ast` has them, in the form of server/syntax/facts.ts.

Without arguments: reads lines {"id": ..., "text": ...} from standard input and writes a line {"id": ..., "facts": [...]}
or {"id": ..., "error": "..."} for each. With `--write FOLDER FILE...`: writes the facts of the files to FOLDER as JSON.
Needs Python 3.12 or newer: older ones do not know where the fields of an f-string stand. The stored ones are of 3.13.
"""

import ast
import io
import json
import pathlib
import re
import sys
import tokenize
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)

BINARY = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.MatMult: "@", ast.Div: "/", ast.Mod: "%",
    ast.Pow: "**", ast.LShift: "<<", ast.RShift: ">>", ast.BitOr: "|", ast.BitXor: "^",
    ast.BitAnd: "&", ast.FloorDiv: "//",
}  # fmt: skip
UNARY = {ast.Invert: "~", ast.Not: "not", ast.UAdd: "+", ast.USub: "-"}
COMPARISONS = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
WORDS = {
    ast.Pass: "pass", ast.Break: "break", ast.Continue: "continue", ast.Global: "global",
    ast.Nonlocal: "nonlocal", ast.Import: "import", ast.ImportFrom: "from",
}  # fmt: skip
CLOSING = {")": "(", "]": "[", "}": "{"}
LAYOUT = {
    tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.COMMENT,
    tokenize.ENDMARKER,
}  # fmt: skip


class Facts:
    def __init__(self, text: str) -> None:
        self.lines = re.split(r"\r\n|\r|\n", text)
        ends = [match.end() for match in re.finditer(r"\r\n|\r|\n", text)]
        self.starts = [0]
        for line_start, line_end in zip([0, *ends], ends):
            self.starts.append(self.starts[-1] + units(text[line_start:line_end]))
        # Where the bracket ends that closes the one at an offset, and the other way round.
        self.opening: dict[int, int] = {}
        self.closing: dict[int, int] = {}
        self.tokens: list[tuple[int, int, str]] = []
        self.by_start: dict[int, int] = {}
        self.by_end: dict[int, int] = {}
        self.read_tokens()

    def read_tokens(self) -> None:
        normal = "\n".join(self.lines)
        stack: list[int] = []
        for token in tokenize.generate_tokens(io.StringIO(normal).readline):
            if token.type in LAYOUT:
                continue
            start = self.characters(*token.start)
            end = self.characters(*token.end)
            self.by_start[start] = self.by_end[end] = len(self.tokens)
            self.tokens.append((start, end, token.string))
            if token.type == tokenize.OP and token.string in "([{":
                stack.append(start)
            elif token.type == tokenize.OP and token.string in ")]}":
                opening = stack.pop()
                self.opening[opening] = end
                self.closing[end] = opening

    def characters(self, line: int, column: int) -> int:
        if line > len(self.lines):
            return self.starts[-1] + units(self.lines[-1])
        return self.starts[line - 1] + units(self.lines[line - 1][:column])

    def bytes(self, line: int, column: int) -> int:
        text = self.lines[line - 1]
        if not text.isascii():
            column = units(text.encode()[:column].decode())
        return self.starts[line - 1] + column

    def start(self, node: ast.AST) -> int:
        return self.bytes(node.lineno, node.col_offset)

    def end(self, node: ast.AST) -> int:
        return self.bytes(node.end_lineno, node.end_col_offset)

    def range(self, node: ast.AST) -> dict:
        return {"start": self.start(node), "end": self.end(node)}

    def grouped(self, node: ast.AST, low: int, high: int) -> tuple[int, int]:
        """The range of a node with the parentheses around it that lie between two offsets."""
        start, end = self.start(node), self.end(node)
        while start in self.by_start and end in self.by_end:
            before = self.by_start[start] - 1
            after = self.by_end[end] + 1
            if before < 0 or after >= len(self.tokens):
                break
            opening, closing = self.tokens[before], self.tokens[after]
            if opening[2] != "(" or closing[2] != ")":
                break
            if opening[0] < low or closing[1] > high:
                break
            start, end = opening[0], closing[1]
        return start, end

    # Expressions

    def expressions(self, nodes: list[ast.expr]) -> list[dict]:
        return [self.expression(node) for node in nodes]

    def expression(self, node: ast.expr) -> dict:
        name = type(node).__name__
        facts = getattr(self, "of_" + name)(node)
        return {**self.range(node), **facts}

    def of_Constant(self, node: ast.Constant) -> dict:
        value = node.value
        if value is None:
            return {"kind": "none"}
        if isinstance(value, bool):
            return {"kind": "boolean", "value": value}
        if isinstance(value, str):
            return {"kind": "string", "value": value, "isBytes": False}
        if isinstance(value, bytes):
            return {"kind": "string", "value": value.decode("latin-1"), "isBytes": True}
        if isinstance(value, (int, float)):
            return {"kind": "number", "value": number(value)}
        return {"kind": "other", "children": []}

    def of_JoinedStr(self, node: ast.JoinedStr) -> dict:
        parts: list = []
        for value in node.values:
            self.add_part(parts, value)
        return {"kind": "formatted", "parts": parts}

    def add_part(self, parts: list, node: ast.expr) -> None:
        if isinstance(node, ast.Constant):
            if parts and isinstance(parts[-1], str):
                parts[-1] += node.value
            elif node.value != "":
                parts.append(node.value)
            return
        parts.append(self.expression(node.value))
        self.add_fields(parts, node.format_spec)

    def add_fields(self, parts: list, spec: ast.expr | None) -> None:
        for node in spec.values if spec else []:
            if isinstance(node, ast.FormattedValue):
                parts.append(self.expression(node.value))
                self.add_fields(parts, node.format_spec)

    def of_Name(self, node: ast.Name) -> dict:
        return {"kind": "name", "name": node.id}

    def of_Attribute(self, node: ast.Attribute) -> dict:
        return {"kind": "attribute", "object": self.expression(node.value), "name": node.attr}

    def of_Call(self, node: ast.Call) -> dict:
        end = self.end(node)
        start = self.closing[end]
        return {
            "kind": "call",
            "callee": self.expression(node.func),
            "arguments": self.arguments([*node.args, *node.keywords], start, end),
            "argumentList": {"start": start, "end": end},
        }

    def arguments(self, nodes: list, start: int, end: int) -> list[dict]:
        return [self.argument(node, start, end) for node in sorted(nodes, key=self.start)]

    def argument(self, node: ast.AST, start: int, end: int) -> dict:
        if isinstance(node, ast.keyword) and node.arg is not None:
            value = self.expression(node.value)
            return {**self.range(node), "keyword": node.arg, "stars": 0, "value": value}
        if isinstance(node, (ast.keyword, ast.Starred)):
            stars = 1 if isinstance(node, ast.Starred) else 2
            return {**self.range(node), "stars": stars, "value": self.expression(node.value)}
        is_list = self.start(node) == start and self.end(node) == end
        low, high = (start, end) if is_list else (start + 1, end - 1)
        outer = self.grouped(node, low, high)
        value = self.expression(node)
        return {"start": outer[0], "end": outer[1], "stars": 0, "value": value}

    def of_Subscript(self, node: ast.Subscript) -> dict:
        index = node.slice
        is_bare = isinstance(index, ast.Tuple) and index.elts and not self.is_grouped(index)
        return {
            "kind": "subscript",
            "object": self.expression(node.value),
            "indices": self.expressions(index.elts if is_bare else [index]),
        }

    def is_grouped(self, node: ast.Tuple) -> bool:
        start = self.start(node)
        return self.opening.get(start) == self.end(node)

    def of_Slice(self, node: ast.Slice) -> dict:
        parts = [part for part in (node.lower, node.upper, node.step) if part is not None]
        return {"kind": "other", "children": self.expressions(parts)}

    def of_List(self, node: ast.List) -> dict:
        return {"kind": "list", "elements": self.expressions(node.elts)}

    def of_Tuple(self, node: ast.Tuple) -> dict:
        return {"kind": "tuple", "elements": self.expressions(node.elts)}

    def of_Set(self, node: ast.Set) -> dict:
        return {"kind": "set", "elements": self.expressions(node.elts)}

    def of_Dict(self, node: ast.Dict) -> dict:
        entries = []
        for key, value in zip(node.keys, node.values):
            entry = {} if key is None else {"key": self.expression(key)}
            entries.append({**entry, "value": self.expression(value)})
        return {"kind": "dictionary", "entries": entries}

    def of_UnaryOp(self, node: ast.UnaryOp) -> dict:
        operator = UNARY[type(node.op)]
        return {"kind": "operation", "operator": operator, "right": self.expression(node.operand)}

    def of_BinOp(self, node: ast.BinOp) -> dict:
        left, right = self.expression(node.left), self.expression(node.right)
        return {"kind": "operation", "operator": BINARY[type(node.op)], "left": left, "right": right}

    def of_BoolOp(self, node: ast.BoolOp) -> dict:
        operator = "and" if isinstance(node.op, ast.And) else "or"
        low, high = self.start(node), self.end(node)
        facts = self.expression(node.values[0])
        for value in node.values[1:]:
            end = self.grouped(value, low, high)[1]
            right = self.expression(value)
            facts = {
                "kind": "operation", "start": low, "end": end, "operator": operator,
                "left": facts, "right": right,
            }  # fmt: skip
        return facts

    def of_Compare(self, node: ast.Compare) -> dict:
        return {
            "kind": "comparison",
            "operands": self.expressions([node.left, *node.comparators]),
            "operators": [COMPARISONS[type(operator)] for operator in node.ops],
        }

    def of_IfExp(self, node: ast.IfExp) -> dict:
        return {
            "kind": "conditional",
            "condition": self.expression(node.test),
            "whenTrue": self.expression(node.body),
            "otherwise": self.expression(node.orelse),
        }

    def of_Await(self, node: ast.Await) -> dict:
        return {"kind": "await", "value": self.expression(node.value)}

    def of_Yield(self, node: ast.Yield) -> dict:
        return {"kind": "yield", "isFrom": False, **self.optional("value", node.value)}

    def of_YieldFrom(self, node: ast.YieldFrom) -> dict:
        return {"kind": "yield", "isFrom": True, "value": self.expression(node.value)}

    def of_Lambda(self, node: ast.Lambda) -> dict:
        parameters = self.parameters(node.args)
        return {
            "kind": "lambda",
            "parameters": [parameter["name"] for parameter in parameters],
            "defaults": [one["default"] for one in parameters if "default" in one],
            "body": self.expression(node.body),
        }

    def of_Starred(self, node: ast.Starred) -> dict:
        return {"kind": "starred", "value": self.expression(node.value)}

    def of_NamedExpr(self, node: ast.NamedExpr) -> dict:
        return {"kind": "named", "name": node.target.id, "value": self.expression(node.value)}

    def of_ListComp(self, node: ast.ListComp) -> dict:
        return self.comprehension("list", [node.elt], node.generators)

    def of_SetComp(self, node: ast.SetComp) -> dict:
        return self.comprehension("set", [node.elt], node.generators)

    def of_GeneratorExp(self, node: ast.GeneratorExp) -> dict:
        return self.comprehension("generator", [node.elt], node.generators)

    def of_DictComp(self, node: ast.DictComp) -> dict:
        return self.comprehension("dictionary", [node.key, node.value], node.generators)

    def comprehension(self, of: str, elements: list, generators: list) -> dict:
        clauses = [
            {"target": self.expression(one.target), "iterable": self.expression(one.iter)}
            for one in generators
        ]
        conditions = [self.expression(test) for one in generators for test in one.ifs]
        return {
            "kind": "comprehension", "of": of, "elements": self.expressions(elements),
            "clauses": clauses, "conditions": conditions,
        }  # fmt: skip

    def optional(self, key: str, node: ast.expr | None) -> dict:
        return {} if node is None else {key: self.expression(node)}

    # Parameters

    def parameters(self, arguments: ast.arguments) -> list[dict]:
        plain = [*arguments.posonlyargs, *arguments.args]
        without = len(plain) - len(arguments.defaults)
        pairs = list(zip(plain, [*[None] * without, *arguments.defaults]))
        found = [self.parameter(node, 0, default) for node, default in pairs]
        if arguments.vararg:
            found.append(self.parameter(arguments.vararg, 1, None))
        for node, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
            found.append(self.parameter(node, 0, default))
        if arguments.kwarg:
            found.append(self.parameter(arguments.kwarg, 2, None))
        return found

    def parameter(self, node: ast.arg, stars: int, default: ast.expr | None) -> dict:
        start, end = self.start(node), self.end(node)
        if stars:
            start = self.tokens[self.by_start[start] - 1][0]
        if default is not None:
            end = self.grouped(default, end, sys.maxsize)[1]
        return {
            "start": start, "end": end, "name": node.arg, "stars": stars,
            **self.optional("annotation", node.annotation), **self.optional("default", default),
        }  # fmt: skip

    # Statements

    def statements(self, nodes: list[ast.stmt]) -> list[dict]:
        return [self.statement(node) for node in nodes]

    def statement(self, node: ast.stmt) -> dict:
        if type(node) in WORDS:
            return self.other(node, WORDS[type(node)], [])
        facts = {**self.range(node), **getattr(self, "of_" + type(node).__name__)(node)}
        last = self.tokens[self.by_end[facts["end"]]]
        if last[2] == ";":  # `if x: pass;`
            facts["end"] = self.tokens[self.by_end[facts["end"]] - 1][1]
        return facts

    def other(self, node: ast.stmt, word: str, children: list) -> dict:
        children = self.expressions([child for child in children if child is not None])
        return {"kind": "other", **self.range(node), "word": word, "children": children}

    def of_Expr(self, node: ast.Expr) -> dict:
        return {"kind": "expression", "value": self.expression(node.value)}

    def of_Assign(self, node: ast.Assign) -> dict:
        return {
            "kind": "assignment", "targets": self.expressions(node.targets), "operator": "=",
            "value": self.expression(node.value),
        }  # fmt: skip

    def of_AnnAssign(self, node: ast.AnnAssign) -> dict:
        return {
            "kind": "assignment", "targets": [self.expression(node.target)], "operator": "=",
            "annotation": self.expression(node.annotation), **self.optional("value", node.value),
        }  # fmt: skip

    def of_AugAssign(self, node: ast.AugAssign) -> dict:
        return {
            "kind": "assignment", "targets": [self.expression(node.target)],
            "operator": BINARY[type(node.op)] + "=", "value": self.expression(node.value),
        }  # fmt: skip

    def of_Return(self, node: ast.Return) -> dict:
        return {"kind": "return", **self.optional("value", node.value)}

    def of_Raise(self, node: ast.Raise) -> dict:
        return {
            "kind": "raise", **self.optional("value", node.exc), **self.optional("cause", node.cause)
        }  # fmt: skip

    def of_Delete(self, node: ast.Delete) -> dict:
        return self.other(node, "del", node.targets)

    def of_Assert(self, node: ast.Assert) -> dict:
        return self.other(node, "assert", [node.test, node.msg])

    def of_TypeAlias(self, node: ast.AST) -> dict:
        return self.other(node, "type", [node.name, node.value])

    def of_If(self, node: ast.If) -> dict:
        return {
            "kind": "if", "condition": self.expression(node.test),
            "body": self.statements(node.body), "otherwise": self.statements(node.orelse),
        }  # fmt: skip

    def of_While(self, node: ast.While) -> dict:
        return {
            "kind": "while", "condition": self.expression(node.test),
            "body": self.statements(node.body), "otherwise": self.statements(node.orelse),
        }  # fmt: skip

    def of_For(self, node: ast.For | ast.AsyncFor) -> dict:
        return {
            "kind": "for", "isAsync": isinstance(node, ast.AsyncFor),
            "target": self.expression(node.target), "iterable": self.expression(node.iter),
            "body": self.statements(node.body), "otherwise": self.statements(node.orelse),
        }  # fmt: skip

    of_AsyncFor = of_For

    def of_With(self, node: ast.With | ast.AsyncWith) -> dict:
        items = [
            {"subject": self.expression(one.context_expr), **self.optional("alias", one.optional_vars)}
            for one in node.items
        ]
        is_async = isinstance(node, ast.AsyncWith)
        body = self.statements(node.body)
        return {"kind": "with", "isAsync": is_async, "items": items, "body": body}

    of_AsyncWith = of_With

    def of_Try(self, node: ast.Try) -> dict:
        return {
            "kind": "try", "body": self.statements(node.body),
            "handlers": [self.handler(one) for one in node.handlers],
            "otherwise": self.statements(node.orelse), "finally": self.statements(node.finalbody),
        }  # fmt: skip

    of_TryStar = of_Try

    def handler(self, node: ast.ExceptHandler) -> dict:
        name = {} if node.name is None else {"name": node.name}
        body = self.statements(node.body)
        return {**self.range(node), **self.optional("type", node.type), **name, "body": body}

    def of_Match(self, node: ast.Match) -> dict:
        cases = [
            {
                **self.optional("guard", one.guard), "body": self.statements(one.body),
                "isDefault": one.guard is None and matches_all(one.pattern),
            }
            for one in node.cases
        ]  # fmt: skip
        return {"kind": "match", "subject": self.expression(node.subject), "cases": cases}

    def of_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> dict:
        is_async = isinstance(node, ast.AsyncFunctionDef)
        return {
            "kind": "function", "name": node.name, "isAsync": is_async,
            "nameRange": self.name_range(node, 2 if is_async else 1),
            "decorators": self.expressions(node.decorator_list),
            "parameters": self.parameters(node.args), **self.optional("returns", node.returns),
            "body": self.statements(node.body),
        }  # fmt: skip

    of_AsyncFunctionDef = of_FunctionDef

    def of_ClassDef(self, node: ast.ClassDef) -> dict:
        nodes = [*node.bases, *node.keywords]
        bases = []
        if nodes:
            start = self.bases_start(node)
            bases = self.arguments(nodes, start, self.opening[start])
        return {
            "kind": "class", "name": node.name, "nameRange": self.name_range(node, 1),
            "decorators": self.expressions(node.decorator_list), "bases": bases,
            "body": self.statements(node.body),
        }  # fmt: skip

    def bases_start(self, node: ast.ClassDef) -> int:
        index = self.by_start[self.start(node)] + 2
        start, _, string = self.tokens[index]
        return self.tokens[self.by_end[self.opening[start]] + 1][0] if string == "[" else start

    def name_range(self, node: ast.AST, words: int) -> dict:
        start, end, _ = self.tokens[self.by_start[self.start(node)] + words]
        return {"start": start, "end": end}


def matches_all(pattern: ast.AST) -> bool:
    if isinstance(pattern, ast.MatchOr):
        return matches_all(pattern.patterns[-1])
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None


def number(value: float) -> float | None:
    """As JavaScript has it; JSON has no infinity."""
    try:
        value = float(value)
    except OverflowError:
        return None
    return None if value in (float("inf"), float("-inf")) else value


def units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def main() -> None:
    if sys.argv[1:2] == ["--write"]:
        folder = pathlib.Path(sys.argv[2])
        for path in map(pathlib.Path, sys.argv[3:]):
            lines = [json.dumps(one, separators=(",", ":")) for one in facts_of(text_of(path))]
            (folder / f"{path.stem}.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
        return
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"facts": facts_of(request["text"])}
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps({"id": request["id"], **answer}), flush=True)


def text_of(path: pathlib.Path) -> str:
    """Without names of characters, which our facts leave as they are written."""
    return re.sub(r"\\N\{[^}]*\}", r"\\n", path.read_bytes().decode("utf-8-sig"))


def facts_of(text: str) -> list[dict]:
    module = ast.parse(text)
    facts = Facts(text)
    return facts.statements(module.body)


if __name__ == "__main__":
    main()
