"""同类: the same two acts in what else can be installed from a package registry.  ``python -m bench.peers``."""
