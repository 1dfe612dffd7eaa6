"""An app of tests alone: one small kind of case and one small register, with nothing but their declaration."""
