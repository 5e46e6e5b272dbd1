/** Python's own reading of Python text, as the oracle of edits. */
import { spawnSync } from "node:child_process";
import type { Call } from "#syntax/facts";

/** Runs a Python program that reads JSON from standard input and prints JSON. */
export function askPython(program: string, input: unknown): unknown {
  const { status, stdout, stderr } = spawnSync("python3", ["-c", program], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const OFFSETS = `
import ast, json, sys
def offsets(text):
    starts, at = [], 0
    lines = text.splitlines(keepends=True)
    for line in lines:
        starts.append(at)
        at += len(line.encode("utf-16-le")) // 2
    def offset(line, column):
        before = lines[line - 1].encode()[:column].decode() if line <= len(lines) else ""
        return (starts[line - 1] if line <= len(lines) else at) + len(before.encode("utf-16-le")) // 2
    return offset
`;

const CALLS = `${OFFSETS}
def calls(text):
    offset, found = offsets(text), []
    def span(node):
        return {"start": offset(node.lineno, node.col_offset), "end": offset(node.end_lineno, node.end_col_offset)}
    def argument(node, stars=0):
        value = node.value if isinstance(node, (ast.keyword, ast.Starred)) else node
        out = {**span(node), "stars": stars, "value": {"kind": "comprehension", "of": "generator", **span(value)} if isinstance(value, ast.GeneratorExp) else {"kind": "other", "children": [], **span(value)}}
        if isinstance(node, ast.keyword) and node.arg: out["keyword"] = node.arg
        return out
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call): continue
        arguments = [argument(a, 1 if isinstance(a, ast.Starred) else 0) for a in node.args] + [argument(k, 0 if k.arg else 2) for k in node.keywords]
        callee, whole = span(node.func), span(node)
        at = callee["end"]
        while text[at] != "(": at += 1
        found.append({**whole, "kind": "call", "callee": {"kind": "other", "children": [], **callee}, "arguments": sorted(arguments, key=lambda a: a["start"]), "argumentList": {"start": at, "end": whole["end"]}})
    return sorted(found, key=lambda c: (c["start"], -c["end"]))
print(json.dumps([calls(text) for text in json.load(sys.stdin)]))
`;

/** The facts of every call of each text, outermost first, made by `ast`. The kind of an argument is told only where it is a generator. */
export function callsOf(texts: readonly string[]): readonly (readonly Call[])[] {
  return askPython(CALLS, texts) as Call[][];
}

const CHECK = `
import ast, io, json, sys, tokenize
def shape(text):
    comments = sorted(t.string for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.type == tokenize.COMMENT)
    return [ast.dump(ast.parse(text)), comments]
def safe(text):
    try: return shape(text)
    except Exception as error: return [f"{type(error).__name__}: {error}: {text!r}", []]
print(json.dumps([safe(text) for text in json.load(sys.stdin)]))
`;

/** Of each text the dump of its tree, or the error, and its comments. */
export function treesOf(
  texts: readonly string[],
): readonly (readonly [tree: string, comments: readonly string[]])[] {
  return askPython(CHECK, texts) as [string, string[]][];
}
