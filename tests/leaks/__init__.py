"""Does the number of a person lie anywhere but in a sealed field? For the test, and for the figure of a benchmark.

``seeding`` makes people, ``visiting`` goes through pages as they do, ``journey`` is what they do, ``searching`` looks
at bytes.
"""
