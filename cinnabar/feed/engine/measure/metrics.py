"""Recall and NDCG from ranks; a rank of 0 means that the answer was not proposed at all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cinnabar.feed.engine.arrays import Ids

CUTS = (5, 10, 20)


def of_one_answer(ranks: Ids) -> dict[str, float]:
    """One answer a person: recall is the share of people who find it, NDCG counts where."""
    found = {cut: (ranks > 0) & (ranks <= cut) for cut in CUTS}
    gains = 1 / np.log2(1 + np.maximum(ranks, 1))
    recall = {f"recall@{cut}": float(found[cut].mean()) for cut in CUTS}
    return recall | {f"ndcg@{cut}": float((gains * found[cut]).mean()) for cut in CUTS}


def of_many_answers(ranks: Sequence[Ids]) -> dict[str, float]:
    """Several a person: recall of all of them, NDCG against the best order; people with none are not given here."""
    result: dict[str, float] = {}
    for name, measure in (("recall", _recall), ("ndcg", _ndcg)):
        result |= {f"{name}@{cut}": float(np.mean([measure(of_person, cut) for of_person in ranks])) for cut in CUTS}
    return result


def _recall(ranks: Ids, cut: int) -> float:
    return float(((ranks > 0) & (ranks <= cut)).sum()) / len(ranks)


def _ndcg(ranks: Ids, cut: int) -> float:
    found = ranks[(ranks > 0) & (ranks <= cut)]
    best = (1 / np.log2(1 + np.arange(1, min(cut, len(ranks)) + 1))).sum()
    return float((1 / np.log2(1 + found)).sum() / best)
