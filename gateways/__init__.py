"""The edges: directory, mail, forms, vault, text, engine, clock."""
