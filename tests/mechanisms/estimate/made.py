"""Two small made samples (演示数据) for the vectors: ``python -m tests.mechanisms.estimate.made`` writes them anew.

Everything in them comes from a hash, so that anybody can make them again.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

VECTORS = Path(__file__).parent / "survey"
Row = dict[str, str]


def chance(*key: object) -> float:
    """A number from 0 to 1 that the key alone decides."""
    digest = hashlib.sha256("/".join(map(str, key)).encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def made_strata() -> Iterator[Row]:
    """Four industries of unequal samples and weights that have nothing to do with the sizes; the last is a census."""
    for industry, many, whole in (("食品", 17, 240), ("纺织", 5, 31), ("家具", 2, 1900), ("医药", 9, 9)):
        for place in range(many):
            key = ("strata", industry, place)
            yield {
                "行业": industry,
                "结论": "合格" if chance(*key, "passed") < 0.8 else "不合格",
                "含量": f"{1000 * chance(*key, 'value') - 200:.3f}",
                "权数": f"{0.5 + 40 * chance(*key, 'weight'):.4f}",
                "总数": str(whole),
                "抽样比": repr(many / whole),
            }


def made_clusters() -> Iterator[Row]:
    """Markets of three cities, numbered anew in each; one city has one market, which is all there is."""
    for city, markets, whole in (("甲", 6, 40), ("乙", 4, 11), ("丙", 1, 1)):
        for market in range(1, markets + 1):
            for place in range(1 + int(7 * chance("clusters", city, market))):
                key = ("clusters", city, market, place)
                yield {
                    "城市": city,
                    "市场": str(market),
                    "结论": "合格" if chance(*key, "passed") < 0.9 - 0.1 * market else "不合格",
                    "含量": f"{chance(*key, 'value') * 10**-4 * market:.9f}",
                    "权数": f"{1 + 9 * chance(*key, 'weight'):.4f}",
                    "总数": str(whole),
                }


MADE = {"made_strata.csv": made_strata, "made_clusters.csv": made_clusters}


def main() -> None:
    """Write the files."""
    for name, rows in MADE.items():
        with (VECTORS / name).open("w", encoding="utf-8", newline="") as file:
            given = list(rows())
            writer = csv.DictWriter(file, list(given[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(given)


if __name__ == "__main__":
    main()
