"""Backups: what a lost machine needs, as one stream. Spec: specs/backup.md. Knows no room: rooms name their members."""
