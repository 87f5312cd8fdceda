"""Compare two workspaces by meaning: what a change does to the goals, and to their scores."""
