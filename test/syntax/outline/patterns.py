match command:
    case a: pass
match command:
    case _: pass
match command:
    case A(b=c, d=E(f)): pass
    case {"g": h, **i}: pass
    case {"g": h, **i,}: pass
    case {"j": K.L}: pass
    case [m, *n]: pass
    case [o, *_]: pass
    case (p, q) | [p, q]: pass
    case None | True | False: pass
    case None as r: pass
    case A() as s if t(u): pass
    case -1 | 1 + 2j | "x": pass
    case (x): pass
match a, *b:
    case c, *d: pass
match (yield_):
    case str(e): pass
match x.y:
    case z.w(a.b): pass
    case z.w: pass
match ...:
    case a: pass
match ..., b:
    case c: pass
match .5:
    case d: pass
