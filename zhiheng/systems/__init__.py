"""Systems of the plan, each whole in its own folder; none imports another."""
