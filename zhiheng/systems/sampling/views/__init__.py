"""Pages of sampling inspection."""
