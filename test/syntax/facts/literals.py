0
1_000
0x_fF
0o17
0b1_0
1.5
.5
1.
1e5
1E-5
1_0.2_5e+1_0
1j
1.5J
123456789012345678901234567890
1e400
True
False
None
"a"
'a'
"""a
b"""
'''a "b" 'c' '''
"a" 'b' """c"""
("a"
 # a comment
 "b"
 'c')
"a" \
    "b"
"\a\b\f\n\r\t\v\\\'\""
"\x41\u00e9\U0001F600\101\0\1012\777"
"\d\[\ "
"a\
b"
r"a\n\
b"
R'\d'
u"a"
b"a\x41\n\101\u0041\777\N"
rb"a\x41"
Rb'a' bR'b' B"c"
"é" "日本" "😀"
x = "😀", y
""
''
""""""
"a" f"b"
f""
f"a"
f"{a}"
f"a{b}c"
f"{a!r}"
f"{a!r:>10}"
f"{a:>{b}.{c}}"
f"{a:{b:{c}}}"
f"{a=}"
f"{a = }"
f"{ a = !r:>10}"
f"{a}{b}" "c" f"d{e}"
f"{{a}}"
f"{{{a}}}"
f"a\n\x41{b}\n"
rf"a\n{b}\{c}"
fr'\{a}'
f"{a['b']}{a.b(c, d=1)}"
f"{a["b"]}"
f"{f"{a}"}"
f"""{
    a
    + b
}"""
f"{a, b}"
f"{*a, b}"
f"{(yield)}"
f"{lambda_}"
f"{(lambda: a)}"
f"{a if b else c}"
f"{a:%Y-%m-%d}"
f"{a != b}{a == b}"
f"{a}" f'{b}'
f"\N{DASH}{a}"
F"{a}"
"a" "b".c
("a" "b").c
"%s" % a
"a".format(b)
