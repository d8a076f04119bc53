"""Seals the events into a Merkle tree, signs its root, and proves what was sealed."""
