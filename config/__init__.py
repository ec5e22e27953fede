"""Settings of this machine and the rules of this hospital.  Imports nothing of ours."""
