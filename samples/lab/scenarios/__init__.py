# SPDX-License-Identifier: GPL-2.0-or-later
"""All scenarios, in the order in which they are listed and recorded."""

from ..scenario import SCENARIOS
from . import overflow

__all__ = ["SCENARIOS", "overflow"]
