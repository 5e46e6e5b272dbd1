engine = None
def connect():
    global engine, Session
    engine = create_engine()
    def inner():
        nonlocal a, \
            b
        a = 1
    global x; x = 2
class Registry:
    global registry
    registry = {}
