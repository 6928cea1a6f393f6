"""library: the public archive: signed, append-only releases anyone can verify and mirror."""
