"""The demo company's own papers: 60 applications, and people who play them through the public API."""
