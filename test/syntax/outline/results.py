def bare():
    return
    return; return
def values(x):
    if x: return x
    return x.y
    return (x)
    return x()
    return (
        x()
    )
    return x, y
    return (x, y)
    return *x, y
    return "x"
    return lambda: x()
    return not x()
    return x() + 1
    return [x()]
async def awaited():
    return await x()
    return (await x.y())
    return await x
    return await (x())
def yields():
    yield
    (yield)
    yield x
    yield x()
    yield x, y
    yield (x())
    yield from x()
    yield from (x)
    y = yield
    y = yield x
    y = (yield x())
    y = yield from x.y()
    y: int = yield x
    y += yield x
    f((yield), (yield x), [(yield x())])
    x = (yield (yield x()))
    while (yield x): pass
    for a in (yield x): pass
    with (yield x) as z: pass
    with (yield x()): pass
    return (yield x)
    await_ = [(yield)]
    print(f"{(yield x)} {yield x()} {yield x!r} {yield x:>5}")
    if (y := (yield x)): pass
    lambda: (yield x)
    lambda a=(yield x): a
    (yield x).y((yield z))
    assert (yield), (yield x)
    x[(yield)] = yield x
    del x[(yield x)]
    raise (yield x) from (yield y)
async def context():
    async with x() as y:
        yield y
    try:
        yield (await x())
        yield await x()
    finally:
        await y.close()
class Methods:
    def one(self): return self.x
    def two(self):
        def three(): yield self
        return three
        yield
