pass
a; b; c
a; b;
del a
del a, b
del (a, b)
del (a), b[0], c.d,
assert a
assert a, b
assert (a, b)
global_ = 1
import a
import a.b as c, d
from a import b, c as d
from . import a
from .. b import (c, d,)
from a import *
x: int
x: int = 1
x.y: int = 1
(x): int = 1
x[0]: int
raise
raise a
raise a from b
raise a(b) from None
if a: pass
if a: b; c;
if (a): pass
if a:
    b
elif c:
    d
elif (e):
    g
else:
    h
# a comment
if a:
    b
    # a comment inside

    # another
if a:
    if b:
        c
    else:
        d
else:
    if e:
        g
while a: b
while a:
    break
else:
    continue_
for a in b: c
for a, b in c, d: pass
for a, in b:
    continue
else:
    pass
for (a, b) in c:
    pass
for (a) in b:
    pass
for [a, b] in c: pass
for a.b in c: pass
for a[0] in c: pass
for *a, b in c: pass
for a in *b, c: pass
with a: pass
with a as b: pass
with a as b, c as d: pass
with a, b as c: pass
with (a): pass
with (a) as b: pass
with (a, b): pass
with (a, b) as c: pass
with (a as b): pass
with (a as b, c as d): pass
with (a as b, c, d as e,): pass
with (
    a() as b,
    # a comment
    c(),
):
    pass
with a() as (b, c): pass
with a() as b.c, d() as e[0]: pass
with (a), (b): pass
with (a if b else c) as d: pass
with (a := b): pass
with open(a) as b, open(
    c
) as d:
    e
try:
    a
except:
    b
try:
    a
except b:
    c
except (d, e) as g:
    h
else:
    i
finally:
    j
try:
    a
finally:
    b
try: a
except* b as c: d
except* e: g
try:
    a
except b.c(d) as e: pass
match a:
    case _:
        b
match a, b:
    case c, d:
        e
    case c, :
        e
match a,:
    case b: pass
match (a):
    case 1 | 2: b
    case -1 | 1.5 | 1 + 2j: c
    case "a" | b"b" | None | True: d
    case a.b: e
    case g if h: i
    case [a, *b]: j
    case (a, b): k
    case {"a": 1, **b}: l
    case A(b, c=d): m
    case (a | b) as c: n
    case (_): o
match a:
    case 1 | _: b
match a:
    case None: b
    case (True): b
    case b: c
match a:
    case _ if b:
        c
    case A(): d
    case []: e
    case (b,): g
async def f():
    async with a as b, c: pass
    async for d in e: pass
    await a
    return
    return a
    return a, b
    return (a)
    return *a, b
    yield
    global g
    nonlocal_ = 1
type A = int
type B[T] = list[T]
type C[T: int, *Ts, **P] = Callable[P, tuple[T, *Ts]]
type (a)
type(a)
x = 1; y = 2
if x: y = 1; z = 2
