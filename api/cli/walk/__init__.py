"""演示: the demo hospital opens, and one document walks through its whole life over HTTP."""
