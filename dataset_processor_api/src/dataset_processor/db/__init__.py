"""The tables, their sessions and the statements that read and change them. No decisions beyond a row's own state."""
