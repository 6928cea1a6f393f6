"""sandbox: runs a converter behind a wall: no network, bounded time, memory and output. Knows no room."""
