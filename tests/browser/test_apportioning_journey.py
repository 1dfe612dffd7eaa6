"""Two officers share a target out: worked out while one types, approved by the other, a city sees its own share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.test_upload_journey import fits, officer, own_portal

__all__ = ["officer", "own_portal"]
INDICATOR = "/plans/hebei-2023-2027/indicators/technical-upgrade-projects/"


def test_a_target_is_shared_out_approved_and_seen_by_its_region(
    officer: Callable[..., Page],  # noqa: F811
    axe: Callable[[Page], list[str]],
) -> None:
    zhang, li, wang = officer("demo-office"), officer("demo-office2"), officer("demo-city", PHONE)
    zhang.goto(INDICATOR)
    zhang.get_by_role("link", name="分解到地区").click()
    zhang.get_by_label("分配规则").select_option("equal")
    zhang.get_by_role("button", name="计算", exact=True).click()
    zhang.get_by_label("唐山市人工填写").fill("400")
    zhang.keyboard.press("Tab")
    expect(zhang.locator("#a-chengde")).to_have_text("1 ÷ 13 × 4,600 = 353.85")
    expect(zhang.get_by_label("廊坊市人工填写")).to_be_focused()
    fits(zhang, axe)
    zhang.get_by_role("button", name="提出，交另一人批准").click()
    expect(zhang.locator("main")).to_contain_text("建议，待批准")
    address = zhang.url
    assert wang.goto(address).status == 404  # type: ignore[union-attr]

    li.goto(address)
    fits(li, axe)
    li.get_by_role("button", name="批准", exact=True).click()
    expect(li.locator("main")).to_contain_text("已批准")

    wang.goto(address)
    fits(wang, axe)
    expect(wang.locator("main table")).to_contain_text("石家庄市")
    assert "唐山市" not in wang.locator("main").inner_text()


@pytest.mark.parametrize("page", ["apportion/", "path/"])
def test_the_forms_fit_a_phone(officer: Callable[..., Page], axe: Callable[[Page], list[str]], page: str) -> None:  # noqa: F811
    zhang = officer("demo-office", PHONE)
    zhang.goto(INDICATOR.replace("technical-upgrade-projects", "valid-certificates") + page)
    fits(zhang, axe)
