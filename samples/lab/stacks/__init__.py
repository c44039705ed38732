# SPDX-License-Identifier: GPL-2.0-or-later
"""TCPs that are not this machine's kernel, in the place of the lab's server."""
