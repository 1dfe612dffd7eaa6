"""Identifiers that can be checked by arithmetic; each rule names its standard."""

from __future__ import annotations

import re
from datetime import date

USCC_LENGTH = 18
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: digits and capital letters without I, O, S, V and Z."""
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
"""Powers of 3 modulo 31, for the seventeen places before the check character."""


def uscc_problem(code: str) -> str | None:
    """What is wrong with a 统一社会信用代码 by GB 32100-2015, as one sentence; None for a right one.

    Every mistyped single character and every swap of two different neighbours is found: 31 is prime, and neighbouring
    weights differ. It stops slips, not forgery.
    """
    if len(code) != USCC_LENGTH:
        return "统一社会信用代码应为 18 位，请对照营业执照检查有没有多写或漏写。"
    if not set(code) <= set(USCC_ALPHABET):
        return "统一社会信用代码只用数字和大写英文字母，不用 I、O、S、V、Z，请对照营业执照检查。"
    if code[-1] != uscc_check(code[:-1]):
        return "统一社会信用代码的校验位不对，请对照营业执照逐位检查，注意有没有写错或写颠倒。"
    return None


def uscc_check(body: str) -> str:
    """The eighteenth character for the first seventeen: (31 − Σ value × weight mod 31) mod 31."""
    total = sum(USCC_ALPHABET.index(place) * weight for place, weight in zip(body, USCC_WEIGHTS, strict=True))
    return USCC_ALPHABET[-total % 31]


ID_CARD = re.compile(r"[1-9]\d{16}[\dX]")
ID_CARD_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
"""Powers of 2 modulo 11, for the seventeen places before the check character."""
ID_CARD_CHECKS = "10X98765432"


def id_card_problem(number: str) -> str | None:
    """What is wrong with a 公民身份号码 by GB 11643-1999, as one sentence; None for a right one.

    Six digits of the place, the birthday, three digits of the order, and a check character of ISO 7064 mod 11-2.
    """
    if not ID_CARD.fullmatch(number):
        return "身份证号码应为 18 位：前 17 位是数字，最后一位是数字或大写 X。"
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "身份证号码中的出生日期不存在，请对照身份证逐位检查。"
    if number[-1] != id_card_check(number[:-1]):
        return "身份证号码的校验位不对，请对照身份证逐位检查，注意有没有写错或写颠倒。"
    return None


def id_card_check(body: str) -> str:
    """The eighteenth character for the first seventeen: Σ digit × 2^(17−place) mod 11, looked up."""
    return ID_CARD_CHECKS[sum(int(digit) * weight for digit, weight in zip(body, ID_CARD_WEIGHTS, strict=True)) % 11]
