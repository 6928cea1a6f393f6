"""The desk's pages, one module a group. A view parses, calls a rule, and renders one frozen context."""
