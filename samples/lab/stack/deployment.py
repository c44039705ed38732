# SPDX-License-Identifier: GPL-2.0-or-later
"""The whole stack on the lab's hosts: the client is the web server, the server is Redis."""

import tempfile
from pathlib import Path

from .load import load_on
from .redis_server import redis_server
from .web_server import web_server


def deploy(lab, keys=10, redis_timeout=0, **pool):
    """Starts Redis and nginx, which run until the lab ends, and returns the Load on them.

    They outlive the capture, so that it does not show the closes of their shutdown.
    Pool: see web_server.
    """
    directory = Path(lab.keep(tempfile.TemporaryDirectory()))
    lab.keep(redis_server(lab.server, directory, keys, redis_timeout))
    lab.keep(web_server(lab.client, lab.server, directory, **pool))
    return lab.keep(load_on(lab.client, lab.number))
