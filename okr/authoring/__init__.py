"""Changing goals as a person would: each function says which files change and how, and writes nothing.

What it gives is a `Plan`. `carry_out` writes it under the workspace's lock; where somebody else wrote one of
its files meanwhile, it is made again from what is there now, so that neither change is lost.
"""
