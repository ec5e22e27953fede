"""Pages and JSON: the door a person comes through."""
