"""Drawings as inline SVG made in Python: they print, open each number, need no script and no style attribute.

``picture`` holds the marks and writes them, ``spots`` what is drawn, ``lines``, ``grids`` and ``slopes`` lay it
out. All is pure: numbers and words to places; no database, no clock.
"""
