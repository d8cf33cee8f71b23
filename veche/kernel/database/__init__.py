"""PostgreSQL backend that confines a connection to one space (schema and role) at a time."""
