"""Amparo: a disclosure system. Start reading at docs/ARCHITECTURE.md."""
