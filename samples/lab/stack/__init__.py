# SPDX-License-Identifier: GPL-2.0-or-later
"""The software of the incident: nginx with the Lua Redis driver and its pool, Redis, wrk."""
