# SPDX-License-Identifier: GPL-2.0-or-later
"""Hosts that run a Linux kernel of their own: virtual machines whose sockets the lab holds."""
