"""The pages of the static tree: one module a page, each a frozen context for one template. Pure: they read no disk."""
