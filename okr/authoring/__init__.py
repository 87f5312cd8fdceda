"""Writing goals: check-ins, readings, amendments and their like, each as edits of what a person typed."""
