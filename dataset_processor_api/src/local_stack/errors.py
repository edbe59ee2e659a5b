"""What goes wrong in words its reader can act on."""


class LocalStackError(Exception):
    """Printed as it is, without a traceback; the command ends with a failure."""


class Cancelled(LocalStackError):
    """Somebody asked to stop while something was still starting."""
