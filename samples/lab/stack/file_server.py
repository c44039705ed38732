# SPDX-License-Identifier: GPL-2.0-or-later
"""nginx that serves a small page and a large file, in plain text and in TLS."""

from contextlib import contextmanager
from pathlib import Path
from string import Template

from ..namespace import run
from .program import serving

PORT = 80
LARGE = 1 << 20  # octets
HERE = Path(__file__).parent


@contextmanager
def file_server(host, directory, keepalive_timeout="60s"):
    """Inside the block nginx serves "/" and "/large" on the host, and closes connections that are
    idle for that time; "0": behind each answer."""
    template = Template((HERE / "files.conf").read_text())
    configuration = directory / "files.conf"
    configuration.write_text(
        template.substitute(run_directory=directory, keepalive_timeout=keepalive_timeout))
    (directory / "large").write_bytes(bytes(LARGE))
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={host.address}",
        "-keyout", str(directory / "key.pem"), "-out", str(directory / "certificate.pem"))
    with serving(host.namespace, PORT, "nginx", "-c", str(configuration), "-e", "stderr") as nginx:
        yield nginx
