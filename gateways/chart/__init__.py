"""流转图: a story as a picture.  Pure: records in, SVG text out; no database, no clock, no script."""

from gateways.chart.svg import draw, fits

__all__ = ["draw", "fits"]
