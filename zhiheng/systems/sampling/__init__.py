"""Sampling inspection (S09): plans, draws, samples, tested batches."""
