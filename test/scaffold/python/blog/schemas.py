class Unrelated:
    pass
