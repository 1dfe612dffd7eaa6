"""指标: what the records say. Definitions are short functions over tables of a snapshot; nothing here imports a system.

``shapes`` says how records become one number, ``declaring`` what a definition is, ``computing`` counts, ``snapshot``
writes what models publish, ``engines`` opens it in DuckDB or over Spark Connect, ``lineage`` goes back to the records.
"""
