"""办件: somebody asks or something is found, the law gives states, limits and duties, and in the end a number is owed.

A kind of case is one model below ``models.Case`` that declares states, transitions, clocks and who may
(``declaring``). Everything else follows from the declaration: moves are rows, due dates are counted from them
(``counting``, ``clocks``), and the pages, 待办, files and API are the same for every kind.
"""
