"""One way to show a list: filters, columns and order in the address, 50 rows, a selection across pages, exports."""
