"""备份: a sealed copy of the whole house in one file, made while it works; and the way back."""
