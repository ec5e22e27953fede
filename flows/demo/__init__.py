"""演示: the fictional 江州市第一人民医院, papers and matters on every part of their way.  ``python -m flows.demo``."""
