a + b * c ** -d // e % g @ h
-a ** -b
~a & b | c ^ d << e >> g
not a
not a in b
a and b and c
a and (b and c)
(a and b) and c
(a) and b or (c) and not (d)
(a) or (b) or (c)
((a)) or ((b)) or ((c))
a < b <= c == d != e > g >= h
a in b not in c is d is not e
a not   in b
a is \
    not b
(a
 not
 in b)
a if b else c if d else e
(a if b else c) if (d) else (e)
lambda: 0
lambda a, /, b, *c, d=1, e=f(g), **h: (a, b)
lambda *, a=(1), b: a
lambda *a, **b: lambda c=d: e
lambda: (yield)
(a := b)
(a := (b, c))
[a := 1, b]
(a := b if c else d)
(a := (b) if c else d) if e else g
x = [a for b in c if (a := b if c else d) is None]
if a := (b if c else d): pass
if a := b if c else d: pass
(yield)
(yield a)
(yield a, b)
(yield from a)
x = yield
x = yield a, b
x += yield from a
await a
await a.b(c)
-await a
a, b
a,
(a,)
(a, b)
()
[]
[a, b,]
{a, b}
{*a, *b}
{}
{a: b, **c, "d": e}
{**a}
[*a, *b.c, *d[0], *e(g), *h + i]
(*a, b)
*a, b
x = *a, b
x = *[a], b
return_ = *"ab", *(c), *{d}
*a, b = c
a, *b = *c, d
(a), b = c
(a) = b
[a, (b, *c)] = d
a[b], c.d = e
a = b = c = d, e
a = (b) = (c)
a += b
a.b -= c
a[b] *= c
a @= b; a //= c; a **= d; a >>= e; a <<= g; a &= h; a ^= i; a |= j; a %= k; a /= l
[a for b in c]
[a for b in c for d in e if g if h]
[a for b, in c]
[a for b, *c in d]
[(a, b) for (a, b) in c]
{a for a in b if c if d}
{a: b for a, b in c.items() if a}
(a for a in b)
[a async for b in c]
[a for b in c if (d if e else g)]
[[a for a in b] for b in c]
...
x = ...
a.b.c
(a).b
(a.b).c
(
    a
    # a comment
    + b  # another, with a comma
    ,
)
a \
    + b
a = \
    b
