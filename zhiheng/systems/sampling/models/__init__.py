"""Plans, draws, samples, tested batches, output."""

from zhiheng.systems.sampling.models.draw import Draw, DrawShare
from zhiheng.systems.sampling.models.industry_output import IndustryOutput
from zhiheng.systems.sampling.models.sample import Sample
from zhiheng.systems.sampling.models.sample_file import SampleFile
from zhiheng.systems.sampling.models.sampling_plan import SamplingPlan
from zhiheng.systems.sampling.models.test_item import TestItem
from zhiheng.systems.sampling.models.tested_batch import TestedBatch

__all__ = ["Draw", "DrawShare", "IndustryOutput", "Sample", "SampleFile", "SamplingPlan", "TestItem", "TestedBatch"]
