from typing import TYPE_CHECKING
import typing as t
if TYPE_CHECKING:
    from a import b
    if True:
        import c
    def f():
        import d
else:
    import e
if t.TYPE_CHECKING: import f; import g
if not TYPE_CHECKING: import h
if (TYPE_CHECKING): import i
if TYPE_CHECKING and j: import k
if False: pass
elif TYPE_CHECKING: import l
if TYPE_CHECKING():
    import m
if TYPE_CHECKING:

    # comment
    import n
import o
