"""A post has one effect, however often it is sent: a double click, a retry after a broken line, two tabs.

``{% load once %}{% once %}`` in every form, ``@once`` on every view that takes a post (below the check of
permissions, so that a stored answer is only for those who may still have it).
"""
