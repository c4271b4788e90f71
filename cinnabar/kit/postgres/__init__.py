"""The embedded PostgreSQL: `start(home)` makes it, joins it or starts it.

Nothing but the account it runs as and root can reach it: no TCP port, peer authentication, private folders.
"""

from cinnabar.kit.postgres.problem import PostgresProblem
from cinnabar.kit.postgres.server import Server, create_database, remove, start, stop

__all__ = ["PostgresProblem", "Server", "create_database", "remove", "start", "stop"]
