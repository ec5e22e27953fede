"""大小: how many bytes, as a disk is sold."""


def size_words(many: float) -> str:
    """``1.2 GB``."""
    for unit in ("B", "kB", "MB", "GB"):
        if many < 1000:
            return f"{many:.3g} {unit}"
        many /= 1000
    return f"{many:.3g} TB"
