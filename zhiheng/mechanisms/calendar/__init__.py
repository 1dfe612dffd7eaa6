"""Days as the law counts them: ``counting`` is pure, ``models`` hold the notices of the State Council."""
