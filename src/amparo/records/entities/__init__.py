"""Entities: who and what a text names. Rules only: text in, mentions out, each with its place and its rule.

Pure: reads no disk but word lists, its own and those of the packages named in docs/adr/0170; keeps nothing, knows no
room. `read` is the way in; `grouping` says which names mean the same one, and why. For people: docs/entities.md.
"""
