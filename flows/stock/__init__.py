"""充填: a house with as many filed papers as one likes, poured past the verbs.  ``python -m flows.stock 100000 2026``."""
