"""Printed documents and uploaded attachments of process instances."""
