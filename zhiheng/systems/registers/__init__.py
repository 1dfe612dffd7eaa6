"""登记簿 of the plan: one short file each (docs/add-a-register.md)."""
