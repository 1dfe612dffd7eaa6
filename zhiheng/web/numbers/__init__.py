"""The explorer of numbers: what an address asks of a definition, and its cells told in words and drawings.

``asked`` reads and writes addresses, ``withheld`` says what is too small to be told, ``found`` holds the cells of an
answer, ``promises`` the plan's targets beside them, ``findings`` the sentences, ``pictures`` the drawings,
``words`` what stands around them, ``lines`` the records as far as the reader may know them.
"""
