"""A draw that anybody can recompute: a list is frozen, shares of chance are committed, then revealed; the rest follows.

1. *Freeze*: ids in NFKC, unique and sorted, whole weights, who is left out and why, how many, the algorithm: one hash.
2. *Commit*: every party hashes 32 random bytes together with the freeze and its own name.
3. *Reveal*: seed = SM3(freeze ‖ the bytes of all, in the order of the commitments). One share missing: no draw, and the
   party is named.
4. *Pick*: an item's key is the least of its tickets SM3(seed ‖ id ‖ j), j = 1 … weight; the k least keys are drawn.

Whole numbers and bytes alone: no floats and no generator of a library, whose next version would change the result.
What is hashed is lines of text in UTF-8, so that ``openssl dgst -sm3`` gives the same.
"""

from zhiheng.mechanisms.draw.drawing import ALGORITHM, commitment, picked, seed_of
from zhiheng.mechanisms.draw.freezing import NotDrawable, freeze, frozen_hash, tidy
from zhiheng.mechanisms.draw.verifying import recipe_of, verify

__all__ = [
    "ALGORITHM",
    "NotDrawable",
    "commitment",
    "freeze",
    "frozen_hash",
    "picked",
    "recipe_of",
    "seed_of",
    "tidy",
    "verify",
]
