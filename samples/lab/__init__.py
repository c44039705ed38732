# SPDX-License-Identifier: GPL-2.0-or-later
"""A network in namespaces that records TCP resets together with the kernel's own reasons."""
