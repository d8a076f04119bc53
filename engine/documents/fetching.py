"""What a document may refer to: inline data and the pictures handed in with it, nothing else in the world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

ASSETS = "asset:"


class NarrowFetcher(URLFetcher):
    """Serves `data:` and `asset:<name>` of the given map; any other address stops the rendering."""

    def __init__(self, assets: Mapping[str, tuple[str, bytes]]) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)
        self._assets = dict(assets)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The asset or the inline data; raises FatalURLFetchingError for everything else."""
        if url.startswith(ASSETS):
            return self._asset(url)
        if url[:5].lower() == "data:":
            return super().fetch(url, headers)
        raise FatalURLFetchingError(f"a document may not load {url[:120]!r}")

    def _asset(self, url: str) -> URLFetcherResponse:
        kind, content = self._assets.get(url.removeprefix(ASSETS), ("", b""))
        if not content:
            raise FatalURLFetchingError(f"the document names {url!r}, which was not handed in")
        return URLFetcherResponse(url, content, {"Content-Type": kind})
