"""样文: fictional official papers as real files, for the demo hospital: laid out like GB/T 9704, .docx or .pdf."""

from gateways.samples.paper import Look, Paper, Row
from gateways.samples.pdf import pdf
from gateways.samples.word import docx

MAKERS = {"docx": docx, "pdf": pdf}

__all__ = ["MAKERS", "Look", "Paper", "Row"]
