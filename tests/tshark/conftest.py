# SPDX-License-Identifier: GPL-2.0-or-later
import shutil
import tempfile
from pathlib import Path

import pytest

from capture import write_segments
from conversation import incident
from encapsulation import ETHERNET
from tshark import share


@pytest.fixture
def folder():
    """A folder that tshark may read and write, whoever runs it."""
    path = Path(tempfile.mkdtemp())
    share(path)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def incident_capture(folder):
    """The incident over Ethernet: frame 8 is the client's FIN, 9 its ACK, 10 the server's FIN."""
    path = folder / "incident.pcap"
    write_segments(path, incident(), ETHERNET)
    return path
