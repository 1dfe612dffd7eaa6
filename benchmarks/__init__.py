"""Figures that a machine can print again: ``python -m benchmarks [NAME …]``.

One module a figure. Its first docstring line says what it measures; ``main()`` prints it and returns None or an exit
status, and takes a list of arguments where it has options. Timings are compared within one run (ratios); no test
depends on them.
"""
