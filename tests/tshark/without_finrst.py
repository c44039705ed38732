# SPDX-License-Identifier: GPL-2.0-or-later


def without_finrst(details):
    """What `tshark -V` prints, without the trees of finrst."""
    kept = []
    inside = False
    for line in details.splitlines(keepends=True):
        inside = line.startswith("[FIN-RST analysis") or (inside and line.startswith("    "))
        if not inside:
            kept.append(line)
    return "".join(kept)
