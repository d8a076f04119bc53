"""A company of a chosen size for demonstrations and measurements: the same rows every time, loaded by COPY."""

from demo.company.filling import AlreadyFilled, InUse, fill
from demo.company.sizes import SIZES, Size
from demo.company.standing import load_standing

__all__ = ["SIZES", "AlreadyFilled", "InUse", "Size", "fill", "load_standing"]
