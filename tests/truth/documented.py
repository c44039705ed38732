# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables of the documentation that tests make anew."""

import os

RENEW = os.environ.get("FINRST_RENEW") == "1"


def compare(document, table, lines):
    """That the one place of `document` which the pattern `table` matches holds these lines; puts them
    there where tests/renew.sh asks for it."""
    text = document.read_text()
    made = "".join(f"{line}\n" for line in lines)
    if RENEW:
        document.write_text(table.sub(made, text))
    else:
        assert table.search(text)[0] == made
