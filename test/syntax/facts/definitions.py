def f(): pass
def f(): pass;
def f(a, b=1, *c, d, e=2, **g): pass
def f(a, /, b, *, c): pass
def f(a: int, b: str = "x", *c: int, d: list[int] = [], **e: str) -> None: ...
def f(a=(1), *, b=(2)): pass
def f(
    a,  # a comment
    b=1,
): pass
def f(*args: *Ts): pass
def f[T](a: T) -> T: ...
def f[T: int, *Ts, **P](a: T, *b: *Ts) -> tuple[T, *Ts]: ...
def f[T = int](a: T): ...
async def f(): await a
@a
def f(): pass
@a.b(c, d=1)
@e
async def f():
    """doc"""
    return a
    # a comment after

@a[0]
# a comment between
@(b)
@c if d else e
class A: pass
class A(): pass
class A(B, c.D, E[int], *F, metaclass=G, **H): pass
class A[T](B[T]): pass
class A:
    """doc"""

    x = 1
    y: int
    z: Mapped[int] = mapped_column(primary_key=True)

    def a(self): return 1

    @property
    def b(self):
        def c():
            return 2

        return c
        # a comment

    class D(E):
        pass

    async def g(self, *, h: Annotated[int, Depends(i)] = None): yield

    # the last comment
x: Optional[int]
x: list[int] | None
x: "A"
x: "A" | None
x: list["A"]
x: dict[str, list[int]]
x: Literal["a", "b"] | Literal[1, -1] | None
x: a[b] | c | d[e]
x: a | b[c] | d.e[g] | h
x: (a[b] | c) | d[e]
x: a[b] | (c | d[e])
x: Callable[[int, str], bool]
x: Callable[..., int]
x: Annotated[int, Query(gt=1), "doc"] = 1
x: a.b.c
x: a[b].c
x: a[b, c]
x: tuple[*Ts]
x: tuple[*a[b], c]
x: a[(b, c)]
x: a[b if c else d]
x: a[b:c]
x: a()
x: None
x: ...
x: 1
x: f"a"
x: a and b
x: lambda: 0
x: print
x: print[int]
x: type[int] = int
x: type
def f(a: type[int], b: type = str) -> type[A] | None: pass
