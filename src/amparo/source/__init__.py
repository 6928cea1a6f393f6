"""source: a person's own client: seals before anything leaves the machine, sends through Tor, reads replies."""
