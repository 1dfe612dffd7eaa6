"""The sentences of rooms that know nothing of Django are collected for translation from their constants."""

import messages  # tools/messages.py

ROOM = '''
"""文档字符串。"""

def say(year):
    """不译。"""
    part = f"{year}年不完整"
    return "完整的一句" if part else "另一句", "plain"
'''


def test_constants_are_collected_but_neither_docstrings_nor_pieces() -> None:
    assert sorted(messages.sentences(ROOM)) == ["另一句", "完整的一句"]


def test_the_reasons_of_a_judgement_are_in_the_catalogue_of_today() -> None:
    collected = {message.id for message in messages.collect()}
    assert "%(year)s年为 %(value)s，差 %(gap)s" in collected
    assert "方案未给数值，需由牵头单位书面评判" in collected
