"""What a sample says of the whole, and how surely: plain values in, an ``Estimate`` out. Pure.

    share(passed, tested)                          a plain rate, with Wilson's interval or that of Clopper and Pearson
    mean(values, strata=…, clusters=…, …)          a mean or a proportion under the design by which was sampled
    weighted_share({industry: (passed, tested)}, {industry: output})
                                                   industrial-output weights (制造业产品质量合格率)

What rests on too little is ``suppressed``: not published, and still told apart from «no data».
"""

from zhiheng.mechanisms.estimate.designs import mean
from zhiheng.mechanisms.estimate.proportions import clopper_pearson, share, wilson
from zhiheng.mechanisms.estimate.result import Estimate, Interval, Suppressed, Unestimable
from zhiheng.mechanisms.estimate.weighting import WeightedShare, weighted_share

__all__ = [
    "Estimate",
    "Interval",
    "Suppressed",
    "Unestimable",
    "WeightedShare",
    "clopper_pearson",
    "mean",
    "share",
    "weighted_share",
    "wilson",
]
