"""drop: the public intake server: holds ciphertext it cannot open and no list of who spoke."""
