# SPDX-License-Identifier: GPL-2.0-or-later
"""nginx that serves a small page and a large file."""

from contextlib import contextmanager
from pathlib import Path
from string import Template

from .program import serving

PORT = 80
LARGE = 1 << 20  # octets
HERE = Path(__file__).parent


@contextmanager
def file_server(host, directory, keepalive_timeout="60s"):
    """Inside the block nginx serves "/" and "/large" on the host, and closes connections that are
    idle for that time."""
    template = Template((HERE / "files.conf").read_text())
    configuration = directory / "files.conf"
    configuration.write_text(
        template.substitute(run_directory=directory, keepalive_timeout=keepalive_timeout))
    (directory / "large").write_bytes(bytes(LARGE))
    with serving(host.namespace, PORT, "nginx", "-c", str(configuration), "-e", "stderr") as nginx:
        yield nginx
