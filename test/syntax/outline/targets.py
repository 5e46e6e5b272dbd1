a = (b, c) = d()
a = [b, *c] = d = e()
(a) = (b) = c
(a): int = b()
(a): int
a, b.c, d[e], (f, [g, *h]) = i()
*a, b = c
[a, b] = c
(a).b = c
(a).b, c = d
(a)[b] = c
(a.b) = c
a[b], c = d
(a, b)[0] = c
a.b, c.d = e
(a[b]), c = d
a, = b
() = a
for a, (b, c) in d: pass
for a.b in c: pass
for (a).b in c: pass
for a[b] in c: pass
for a in b, c: pass
for a, in b(): pass
async def f():
    async for a, b in c(): pass
    async with d() as (e), f() as (g, h), i() as j[k]: pass
    async with (d() as e.f, g): pass
[a for b, (c, d) in e if f for g in h]
{a: b for c in d}
try: pass
except A as b: pass
except (A, B) as c: pass

del a
import a.b as c
lambda a, *b, c=lambda d: e, **f: g
a = lambda *, b: c
x = (y := 1, z := 2)
f(a := b, c=(d := e))
while a := b(): pass
type T = int
type U[V] = list[V]
def g[W: int, *X, **Y = [int]](): pass
try: pass
except* A as d: pass
except* (A, B) as e: pass
