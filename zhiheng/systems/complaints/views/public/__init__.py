"""What people without an account see of complaints: filing, following, and what is published."""
