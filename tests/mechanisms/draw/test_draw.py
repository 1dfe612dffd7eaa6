"""A draw is what its list and its shares make of it, and every way of rigging it is found."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conventions.tree import ROOT
from zhiheng.__main__ import main
from zhiheng.mechanisms.draw import (
    ALGORITHM,
    NotDrawable,
    commitment,
    freeze,
    frozen_hash,
    picked,
    recipe_of,
    seed_of,
    verify,
)
from zhiheng.mechanisms.draw.drawing import sm3

FIRMS = [{"id": f"F{n:03}", "name": f"企业{n}", "weight": 1} for n in range(40)]
SECRETS = {"市局": "11" * 32, "省专班": "22" * 32, "公证处": "33" * 32}


def drawn(**changed: Any) -> dict[str, Any]:
    """The recipe of an honest draw of three."""
    asked: dict[str, Any] = {"items": FIRMS, "excluded": [{"id": "F900", "why": "六个月内抽过"}], "k": 3, **changed}
    frozen = freeze("某市 2026 电线电缆", **asked)
    own = frozen_hash(frozen)
    shares = [
        {"party": who, "commitment": commitment(own, who, secret), "secret": secret} for who, secret in SECRETS.items()
    ]
    return recipe_of(frozen, shares, picked(frozen, seed_of(own, list(SECRETS.values()))))


def test_an_honest_draw_is_found_right_and_comes_out_the_same_again() -> None:
    assert verify(drawn()) == []
    assert drawn() == drawn()
    assert len(set(drawn()["picked"])) == 3


def test_the_order_in_which_a_list_is_given_changes_nothing() -> None:
    assert drawn(items=FIRMS[::-1]) == drawn()


def test_the_hash_is_the_one_of_gb_t_32905() -> None:
    assert sm3("abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
def test_a_shell_gives_the_same_ticket() -> None:
    given = f"{ALGORITHM}\n{'ab' * 32}\n某厂\n1"
    told = subprocess.run(["openssl", "dgst", "-sm3"], input=given.encode(), capture_output=True, check=True)
    assert told.stdout.decode().split()[-1] == sm3(ALGORITHM, "ab" * 32, "某厂", 1)


def test_a_recipe_in_numbers_stays_what_it_was() -> None:
    """Whoever changes how tickets are made changes draws that were published."""
    assert drawn()["picked"] == ["F011", "F032", "F027"]


def rigged(what: str) -> dict[str, Any]:
    """The honest draw after somebody laid hands on it."""
    recipe = copy.deepcopy(drawn())
    frozen, shares = recipe["frozen"], recipe["shares"]
    if what == "late edit of the list":
        frozen["items"] = frozen["items"][1:]
    elif what == "late edit with a new hash":
        frozen["items"] = frozen["items"][1:]
        recipe["hash"] = frozen_hash(frozen)
    elif what == "edit of a weight":
        frozen["items"][0]["weight"] = 9
    elif what == "withheld reveal":
        shares[2]["secret"] = ""
    elif what == "copied commitment":
        shares[1] = {**shares[0], "party": "省专班"}
    elif what == "another reveal than was committed":
        shares[2]["secret"] = "44" * 32
    elif what == "reveal in other letters":
        shares[2]["secret"] = "AB" * 32
    elif what == "another algorithm":
        frozen["algorithm"] = "zhiheng-draw/0"
    elif what == "edit of the result":
        recipe["picked"][0] = "F000"
    elif what == "one party alone":
        recipe["shares"] = shares[:1]
    elif what == "one party twice":
        shares[1] = {**shares[1], "party": "市局"}
    elif what == "order of the shares":
        recipe["shares"] = shares[::-1]
    return recipe


@pytest.mark.parametrize(
    "what",
    [
        *("late edit of the list", "late edit with a new hash", "edit of a weight", "withheld reveal"),
        *("copied commitment", "another reveal than was committed", "reveal in other letters", "another algorithm"),
        *("edit of the result", "one party alone", "one party twice", "order of the shares"),
    ],
)
def test_rigging_is_found(what: str) -> None:
    assert verify(rigged(what))


def test_a_whole_new_draw_is_found_by_the_hash_that_was_published_before() -> None:
    other = drawn(items=FIRMS[1:])
    assert verify(other) == []
    assert verify(other, committed=drawn()["hash"])


def test_a_hidden_exclusion_is_found_by_a_roster_from_elsewhere() -> None:
    roster = [*(firm["id"] for firm in FIRMS), "F900"]
    assert verify(drawn(), roster=roster) == []
    assert "F901" in verify(drawn(), roster=[*roster, "Ｆ９０１"])[0]


@pytest.mark.parametrize("variant", ["F000", "Ｆ０００", " F000 ", "F000\u3000"])
def test_nobody_stands_in_a_list_twice_by_writing_otherwise(variant: str) -> None:
    with pytest.raises(NotDrawable, match="F000"):
        drawn(items=[*FIRMS, {"id": variant, "name": "同一企业"}])


@pytest.mark.parametrize(
    "changed",
    [
        {"k": 0},
        {"k": 41},
        {"items": [*FIRMS, {"id": " "}]},
        {"items": [{"id": "F1", "weight": 0}], "k": 1},
        {"items": [{"id": "F1", "weight": 1.5}], "k": 1},
        {"items": [{"id": "F1", "weight": True}], "k": 1},
        {"excluded": [{"id": "F900", "why": " "}]},
        {"excluded": [{"id": "F000", "why": "又在名单里"}]},
    ],
)
def test_what_cannot_be_drawn_from_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(NotDrawable):
        drawn(**changed)


@pytest.mark.parametrize("recipe", [{}, {"format": "x"}, {"format": "zhiheng.draw/1", "frozen": 3, "shares": []}])
def test_what_is_no_recipe_is_said(recipe: dict[str, Any]) -> None:
    assert len(verify(recipe)) == 1


def test_three_tickets_of_six_win_half_of_the_draws() -> None:
    """A weight is a number of tickets: 3 of 6 comes first in 49.5 % of 2,000 seeds, by count."""
    items = [{"id": "A", "weight": 3}, *({"id": one, "weight": 1} for one in "BCD")]
    frozen = freeze("权数", items, [], 1)
    first = sum(picked(frozen, sm3(n)) == ["A"] for n in range(2000))
    assert 900 < first < 1100


def test_the_door_says_whether_a_file_is_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    right, wrong = tmp_path / "right.json", tmp_path / "wrong.json"
    right.write_text(json.dumps(drawn()), "utf-8")
    wrong.write_text(json.dumps(rigged("edit of the result")), "utf-8")
    assert main(["draw-verify", str(right)]) == 0
    assert "F011、F032、F027" in capsys.readouterr().out
    assert main(["draw-verify", str(wrong), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["right"] is False
    assert main(["draw-verify", str(tmp_path / "none.json")]) == 2


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_the_browser_commits_to_the_same_hash() -> None:
    """What draw.js makes of a secret is what the server asks for."""
    source = (ROOT / "zhiheng/static/draw.js").read_text("utf-8")
    lines = [ALGORITHM, "ab" * 32, "唐山市", "cd" * 32]
    asked = f"{source}\nprocess.stdout.write(sm3({json.dumps(lines)}.join('\\n')))"
    told = subprocess.run(["node", "-e", asked], capture_output=True, check=True, timeout=60)
    assert told.stdout.decode() == commitment("ab" * 32, "唐山市", "cd" * 32)
