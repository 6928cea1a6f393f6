"""records: what a document is, its kinds, and their readers and writers. Knows no room."""
