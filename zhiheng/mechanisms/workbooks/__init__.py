"""Workbooks that people fill in: template out, upload read in a confined child, checked, and returned with its errors.

The way of one import, each step a pure function:

    filling.template(…)                        the workbook with my rows, drop-downs and a locked key column
    confined(fields.DOOR, path)                what the uploaded .xlsx or .csv holds, as JSON: a ``Table``
    pasting.pasted(text, headings)             the same ``Table`` from a block copied in Excel or WPS
    checking.checked(table, fields)            every row with its values, all errors at once by Excel row and column
    returning.returned(table, fields, faults)  the same workbook again, wrong cells red, with a column 错误说明

What a page adds (an unknown key, a row of another region) is one more ``Fault``, made by ``checking.fault_at``.
"""
