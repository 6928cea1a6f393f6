"""search: the query language, and the engines behind one interface. Knows no room."""
