# SPDX-License-Identifier: GPL-2.0-or-later
"""All scenarios, in the order in which they are listed and recorded."""

from . import (
    overflow,
    fin_wait_2_timeout,
    fin_wait_1,
    time_wait,
    half_open,
    data_after_close,
    abort,
    handshake,
    mptcp,
    stray,
    middlebox,
    nat,
    changed,
    healthy,
    churn,
    pools,
    incident,
    programs,
    stacks,
)
