# SPDX-License-Identifier: GPL-2.0-or-later
"""nginx with the callers of Redis in callers.lua."""

from contextlib import contextmanager
from pathlib import Path
from string import Template

from .program import serving

HERE = Path(__file__).parent


@contextmanager
def web_server(host, redis, directory, pool_size=100, pool_idle="60s"):
    """Inside the block nginx serves on the host. Its pool keeps at most pool_size idle connections
    to Redis, each for pool_idle."""
    template = Template((HERE / "nginx.conf").read_text())
    settings = {"here": HERE, "run_directory": directory}
    settings |= {"redis": redis.address, "pool_size": pool_size, "pool_idle": pool_idle}
    configuration = directory / "nginx.conf"
    configuration.write_text(template.substitute(settings))
    with serving(host.namespace, 80, "nginx", "-c", str(configuration), "-e", "stderr"):
        yield
