"""The rules: what is wrong with goals, KPIs and check-ins, one file a family, and what runs them."""
