"""A Django application with one flow: two people sign one after the other."""
