"""Dates in running text: found, then resolved against the dateline. Spec: specs/article.md, "Dates"."""
