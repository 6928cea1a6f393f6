"""The command line: one file per room; parses, calls, prints. The only place that joins rooms."""
