# SPDX-License-Identifier: GPL-2.0-or-later

import re

# Of a title that is too long, Wireshark cuts the end, and says so: newer ones before it.
TITLE = re.compile(r"\[(\[…\] )?FIN-RST analysis")


def without_finrst(details):
    """What `tshark -V` prints, without the trees of finrst."""
    kept = []
    inside = False
    for line in details.splitlines(keepends=True):
        inside = bool(TITLE.match(line)) or (inside and line.startswith("    "))
        if not inside:
            kept.append(line)
    return "".join(kept)
