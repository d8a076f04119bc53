"""A tree back to bytes, with everything that it held."""

from __future__ import annotations

from lxml import etree


def write_tree(root: etree._Element) -> bytes:
    """The file as UTF-8 with its XML declaration, comments beside the root included."""
    return bytes(etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True))
