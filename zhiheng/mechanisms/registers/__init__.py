"""登记簿: a list that is kept for a purpose of the plan, with what happened to each of its rows.

A kind of register is one short model below ``models.Register``: clause, columns, its own fields. Its pages, files,
history, public list and API follow from that (docs/add-a-register.md). The state of a row on a day is derived from its
dates and events (``declaring.state_on``) and stands nowhere.
"""
