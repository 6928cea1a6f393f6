"""The drop's pages: one module a group of views. A view parses, calls a rule and shows one frozen context."""
