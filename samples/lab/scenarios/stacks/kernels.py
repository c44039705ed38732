# SPDX-License-Identifier: GPL-2.0-or-later
"""Both hosts have a kernel of another release: scenarios of the other folders, played again."""

import socket

from ...guest.kernels import RELEASES
from ...scenario import play_again
from .. import abort, data_after_close, fin_wait_2_timeout, half_open, handshake

IN_BOTH_FAMILIES = (
    handshake.refused,
    data_after_close.live_bucket_data,
    fin_wait_2_timeout.fin_wait_2_timeout,
    half_open.half_open_fin,
    abort.abort_linger_zero,
)
IN_IPV4 = (
    handshake.listener_closed_with_children,
    handshake.port_reused,
    data_after_close.live_bucket_fin_with_data,
    half_open.half_open_data,
    half_open.half_open_keep_alive,
    abort.abort_unread_data,
    abort.abort_unread_data_after_fin,
    abort.abort_linger_zero_close_wait,
    abort.abort_linger_zero_fin_wait_2,
    abort.keep_alive_timeout,
    abort.abort_too_many_orphans,
)

for kernel in RELEASES:
    for play in IN_BOTH_FAMILIES + IN_IPV4:
        play_again("stacks", play, kernel, socket.AF_INET)
    for play in IN_BOTH_FAMILIES:
        play_again("stacks", play, kernel, socket.AF_INET6)
