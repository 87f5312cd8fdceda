"""View models: what a report says, with no word of how it looks."""
