"""Pages of the division: parts and what is shared out."""
