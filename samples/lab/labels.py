# SPDX-License-Identifier: GPL-2.0-or-later
"""Labels each RST frame with the kernel's reason and the scenario's truth, or refuses to."""

from .expectations import SOME

# A reset is captured after the kernel reported it, and a record tells the time a while before the
# kernel takes it down; a slow link, too, may hold a reset.
LATEST_CAPTURE = 200_000_000  # ns
CLOCK_TOLERANCE = 1_000_000  # ns


class NotAsMeant(Exception):
    """The kernel did something else than what the scenario is there to show."""


def join(frames, kernel_resets):
    """Pairs each frame with the kernel's report of it, or None where no TCP sent it.

    Returns these pairs and the reports that no frame belongs to. Joined by sender, receiver and
    time.
    """
    reports = list(kernel_resets)
    pairs = []
    for frame in frames:
        report = next((report for report in reports if _belongs(frame, report)), None)
        if report is not None:
            reports.remove(report)
        pairs.append((frame, report))
    return pairs, reports


def _belongs(frame, report):
    delay = frame.time - report.time
    return (
        report.source == frame.source
        and report.destination.covers(frame.destination)
        and -CLOCK_TOLERANCE <= delay <= LATEST_CAPTURE
    )


def label(pairs, expected_resets, roles):
    """One label for each pair, in order. Roles maps addresses to "client" and "server".

    Raises NotAsMeant where the resets of the capture are not exactly the expected ones.
    """
    labels = []
    remaining = list(pairs)
    for expected in expected_resets:
        matching = _count_matching(remaining, expected, roles)
        times = max(matching, 1) if expected.times == SOME else expected.times
        if matching < times:
            found = _describe(remaining[matching], roles) if remaining[matching:] else "the end"
            raise NotAsMeant(f"expected {expected}, found {found}")
        labels += [_label(frame, report, expected) for frame, report in remaining[:times]]
        remaining = remaining[times:]
    if remaining:
        raise NotAsMeant(f"unexpected {_describe(remaining[0], roles)}")
    return labels


def _count_matching(pairs, expected, roles):
    for number, (frame, report) in enumerate(pairs):
        reason = report.reason if report else None
        if (roles[frame.source.address], reason) != (expected.sender, expected.reason):
            return number
    return len(pairs)


def _label(frame, report, expected):
    label = {
        "frame": frame.number,
        "reason": report.reason if report else None,
        "state": report.state if report else None,
        "verdict": expected.verdict,
        "trigger": expected.trigger,
    }
    if expected.cause is not None:
        label["cause"] = expected.cause
    return label | {"decidable": expected.decidable}


def without_report(label):
    """The label where the kernel does not say what it resets for."""
    return {key: value for key, value in label.items() if key not in ("reason", "state")}


def _describe(pair, roles):
    frame, report = pair
    origin = f"{report.reason} in {report.state}" if report else "nobody's"
    return f"frame {frame.number}: RST of the {roles[frame.source.address]}, {origin}"
