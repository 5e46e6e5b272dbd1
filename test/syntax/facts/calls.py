f()
f(a)
f((a))
f((a), ((b)), *(g), c=(d), **(e))
f(a for a in b)
f((a for a in b))
f((a for a in b), c)
(f)(a)
((f))((a))
f(*a, *b, **c, **d)
f(*g(h), *i[0], *j.k, *[l], *(m + n))
f(a := 1)
f(key=lambda: 0, other=a if b else c)
f(
    a,  # first, with a comma in the comment
    b=1,
)
a.b.c.d(e)(g)[h](i).j
client.get("/x").json()["y"][0].z()
await_(f)
print("a", end="")
print
print(a, file=b), c
print >> a, b
x = print if a else exec
exec("a")
type(a)
type(a).b = 1
type(a).b += 1
type(a)["b"] = 1
type[a]
if a: type(b).c = 1
match(a)
match[a]
match.b = 1
case(a)
type = 1
type.a = 2
match = 3
case = 4
x[a]
x[a, b]
x[(a, b)]
x[a,]
x[(a), b]
x[(a), (b)]
x[1:2]
x[1:2, ::3, :, a:, :b]
x[...]
x[*a]
x[*a, b]
x[a:=1]
x[()]
x[lambda: 0]
x[a if b else c : d]
