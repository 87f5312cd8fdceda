"""From view models to text: one file a format, and no word of the domain."""
