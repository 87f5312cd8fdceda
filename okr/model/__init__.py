"""The file format, version 1, as frozen values. Nothing here reads a file or a clock."""
