grüße = "𝄞 ü" + f(𝒳, "😀")  # 😀
async def naïve(π: "😀" = "𝄞", *, β=ƒ("😀")) -> "😀": return await ƒ("😀𝄞")
def 名前(x): "😀"; yield f"{x}😀{x('ß')}"
with f("😀") as ü, g("日本"): ü("😀")
日本 = (
    "😀", await_
)
for é in "😀": é("😀")
x = "\N{MUSICAL SYMBOL G CLEF}😀"; y = "😀"; z = foo("😀")
