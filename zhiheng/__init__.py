"""Zhiheng (质衡): the working system of a province that has promised to raise quality."""
