# SPDX-License-Identifier: GPL-2.0-or-later
"""The incident's own software in the lab: nginx with the Lua Redis driver and its pool, Redis, wrk."""
