"""来文识读: what a clerk would read off an official paper, and where on the paper it stands."""

from models.recognition.found import Found, Recognition, describe
from models.recognition.places import Part
from models.recognition.reading import recognise
from models.recognition.secrecy import mark_of_state_secret

__all__ = ["Found", "Part", "Recognition", "describe", "mark_of_state_secret", "recognise"]
