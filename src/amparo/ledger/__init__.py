"""ledger: the transparency log: Merkle tree, tiles, checkpoints, proofs, release manifests.

Pure: bytes in, bytes out, no I/O.
"""
