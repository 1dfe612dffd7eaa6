"""The pages of cases, the same for every kind: made from its declaration alone."""
