"""web: the shared shell of every page: layout, policy headers, CSRF, errors, limits, the server. Knows no room."""
