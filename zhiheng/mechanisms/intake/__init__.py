"""Excel in, from a declaration: template, upload, preview row by row, confirmed by a person, undone as a whole.

``uploading`` reads a file or a pasted block for whoever imports something (the division as well); ``columns`` makes the
columns of a kind of register or case from its fields; ``entrances`` judges, writes and takes back.
"""
