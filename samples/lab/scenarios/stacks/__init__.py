# SPDX-License-Identifier: GPL-2.0-or-later
"""The server is not this machine's kernel: what other TCPs do in the situations of the rest."""

from . import lwip, passt, slirp, kernels
