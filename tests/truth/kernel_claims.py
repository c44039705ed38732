# SPDX-License-Identifier: GPL-2.0-or-later
"""Sentences on what a host record says of a RST. What is true of that no packet tells."""

from dataclasses import dataclass

from claim import claim, require

TRACED = "the sender's own kernel traced this RST, "


@dataclass(frozen=True)
class KernelWord:
    """`reason`: for which the sender's kernel sent the RST, empty where it gives none; None: its
    TCP did not send it. `alone`: the verdict of the capture without that. `cause`: the true one,
    empty where the verdict has none."""

    reason: str | None
    alone: str
    cause: str = ""


def _word(scene):
    require(scene.kernel is not None, "no kernel was asked")
    return scene.kernel


@claim(TRACED + "with the reason {kernel_reason}")
def kernel_gave_reason(scene, kernel_reason):
    scene.is_value(_word(scene).reason, kernel_reason, "its reason")


@claim(TRACED + "without a reason (Linux before 6.10)")
def kernel_gave_none(scene):
    scene.is_value(_word(scene).reason, "", "its reason")


@claim("the capture alone looks like {verdict}, which the kernel's word contradicts")
def kernel_contradicts(scene, verdict):
    word = _word(scene)
    require(word.reason is not None, "its TCP did not send the RST")
    scene.is_value(word.alone, verdict, "the verdict of the capture alone")


@claim("the sender's own kernel was traced at that time, and its TCP did not send this RST")
def kernel_did_not_send_it(scene):
    word = _word(scene)
    require(word.reason is None, f"its TCP sent it: {word.reason}")


@claim("this host counted refused TIME_WAIT buckets (TcpExtTCPTimeWaitOverflow) when this close "
       "asked for one: its table was full")
def refusal_was_counted(scene):
    scene.is_value(_word(scene).cause, "tw_bucket_overflow", "the cause")


@claim("this host counted no refused TIME_WAIT bucket (TcpExtTCPTimeWaitOverflow) from this close "
       "to its RST: its table was not full")
def no_refusal_was_counted(scene):
    require(_word(scene).cause != "tw_bucket_overflow", "the table was full")
