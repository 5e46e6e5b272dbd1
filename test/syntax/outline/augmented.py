prefix = "/api"
prefix += "/v1"
self.count += 1
items[0] += foo()
a -= 1; b *= 2; c /= 3; d //= 4; e %= 5; f **= 6; g >>= 7; h <<= 8; i &= 9; j ^= 10; k |= 11
l @= m
n += yield_, p
a == b
a <= b
a >= b
a != b
a << b; a >> b; a ** b; a // b
a @ b
