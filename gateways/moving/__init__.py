"""搬家: a whole house from SQLite into an empty PostgreSQL, in steps that may be broken off at any moment."""
