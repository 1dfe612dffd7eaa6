"""Figures that a machine can print again: ``python -m benchmarks [NAME …]``.

One module a figure. Its first docstring line says what it measures; ``main(arguments)`` prints it and returns None or
an exit status. Timings are compared within one run (ratios); no test depends on them.
"""
