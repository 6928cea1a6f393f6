"""Readers, one module a family of formats: bytes in, findings out. `amparo.records.read` picks the one for a file."""
