"""What people, or those who wish a report ill, write in a free answer."""

from __future__ import annotations

import random

PAYLOADS = (
    '#read("/etc/passwd")',
    '#image("../../secret.png")',
    "#let x = 1; #panic()",
    "$ sum_(i=0)^n $ et $\\frac{1}{$",
    "= Titre\n== Sous-titre\n@label <label>",
    '`#read("a")`{=typst}',
    "\\input{/etc/passwd}",
    "\\write18{rm -rf /}",
    "\\documentclass{article}\\begin{document}",
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    "<svg onload=alert(4)><style>*{display:none}</style></svg>",
    "</style></head><body onload=alert(5)>",
    '"><a href=javascript:alert(6)>clic</a>',
    "[clic](javascript:alert(7))",
    "![x](http://exemple.invalid/pixel.png)",
    "{{ config }} {% for x in () %}{% endfor %} {# rien #}",
    "{reference_event} {0} %s %(x)s",
    '=HYPERLINK("http://exemple.invalid";"clic")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+33 6 12 34 56 78",
    "-2+3",
    "bravo 👏🏽 👩‍👩‍👧‍👦 🏳️‍🌈 1️⃣ ❤️ ☺ 🇫🇷",
    "مرحبا بكم في المؤتمر",
    "שלום \u202egnitsrever\u202c fin",
    "中文字符 日本語 한국어",
    "\ue000\uf8ff privé \U000f0000",
    "demi \ud83d paire \udc4d",
    "nul\x00 cloche\x07 échappe\x1b[31m",
    "\ufeffmarque d'ordre\u200b\u200c\u200d\u2060",
    "ligne\u2028séparée\u2029paragraphe\x0bv\x0cf\x85n",
    "e\u0301te\u0301 a\u0300" + "\u0301" * 40,
    "Z" * 300,
    "https://exemple.invalid/" + "a" * 280,
    "mot" + "\u00ad" * 50 + "coupé",
    "Ａ Ｂ ﷽ 𝕳𝖊𝖑𝖑𝖔 ℌ ⅷ",
    "prix 5$ et 6$, 100 % & 50 € < 3 > 2",
    "\t\t\ttabulations\r\n\r\n\r\nlignes",
    " ",
    "",
    "> citation\n- liste\n1. rang\n| a | b |\n|---|---|",
    "[^1] [^1]: note qui se cite [^1]",
    "&lt;b&gt; &amp; &#0; &nbsp;",
    "]]> <![CDATA[ <?php ?> <!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]> &y;",
)


def verbatims(count: int, seed: int = 7) -> list[str]:
    """That many answers: payloads alone, glued, or drowned in random characters of all planes."""
    dice = random.Random(seed)
    return [_one(dice, i) for i in range(count)]


def _one(dice: random.Random, rank: int) -> str:
    if rank < len(PAYLOADS):
        return PAYLOADS[rank]
    noise = "".join(
        chr(dice.choice((dice.randrange(0x250), dice.randrange(0x3000), dice.randrange(0x110000)))) for _ in range(12)
    )
    return " ".join((dice.choice(PAYLOADS), noise, dice.choice(PAYLOADS)))
