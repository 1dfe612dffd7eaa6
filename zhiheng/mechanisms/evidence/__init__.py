"""Files that something is proved by, kept under the hash of their content."""
