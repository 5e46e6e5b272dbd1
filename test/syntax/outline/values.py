plain = Foo()
wrapped = (
    Foo()  # Ruff writes long ones so
)
twice = ((Foo.bar))
awaited = (await Foo())
awaited_inside = await (Foo())
awaited_twice = await (await Foo())
awaited_name = await foo.bar
wrapped_name = (await (foo.bar))
first_of_many = (Foo() + bar)
first_alone = (foo) + bar
first_awaited = await Foo() + await bar
before_trailers = (foo).bar
before_call = (Foo)(bar)
before_await = await (foo).bar()
chained = (await Foo()).bar().baz
tupled = (foo, bar)
tupled_subscript = (foo, bar)[0]
single = (foo,)
nothing = ()
generated = (foo(x) for x in xs)
generated_name = (foo async for x in xs)
walrus = (foo := Foo())
conditional = (Foo() if bar else baz)
constant = "a" "b"
number = -1
text = (
    "a"
    "b"
)
listed = [
    Foo(),
]
keyed = {"a": Foo()}
compared = (foo == bar)
starred = *foo, bar
lambda_ = (lambda: Foo())
subscript = (foo["a"])
deep = (((((await (((foo))))))))
joined = \
    Foo()
annotated: (Bar) = (Foo())
only: "Bar"
literal: Bar[int] = 1; after = (Foo)
a = (b) = c = (Foo())
self.x = (foo)
none = None
ellipsis = ...
not_called = not Foo()
with_keyword = (Foo)(bar)(baz)
formatted = f"{foo}" "x"
def defaults(
    a=1,
    b=foo,
    c: int = foo.bar,
    d=Depends(get_x),
    e: (X) = (Depends)(get_x),
    f: "Y" = (Depends(get_x)),
    g=foo["a"],
    *args: *Ts,
    h=lambda: foo(),
    i=(yield),
    j=Foo().bar,
    k=(foo),
    **kw: Z,
) -> (list[int]): pass
def positional(a, b=(1, 2), /, c=Foo() if d else e, *, f, g=None): pass
class Based((Base), metaclass=(Meta)): pass
class One((Base)): pass
class Parameters[T: (A, B)]((Base[T])): pass
@(foo.bar)
@(foo())
@(foo().bar)
@foo[0]()
@(yield_ := foo())
def decorated(): pass
