"""The definitions, one file for each system whose records they count."""
