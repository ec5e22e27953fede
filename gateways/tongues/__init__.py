"""Templates in another language: their Chinese text is looked up in the catalogue when they are compiled."""
