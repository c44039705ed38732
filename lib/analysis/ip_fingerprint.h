// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "scene.h"

namespace finrst {

/// Compares TTL, IP ID, TOS and flow label of the RST with the sender's other segments, and notes
/// what that shows of its shape.
void readIpFingerprint(const Scene& scene, Observation& seen);

/// False where one of the two IP headers to compare is not at hand: then nothing below is known.
bool hasIpFingerprint(const Scene& scene);

/// The RST has a TTL that the sender's host has not shown: another machine sent it.
bool hasTtlStep(const Scene& scene);

/// The RST has neither the TOS of the sender's socket nor that of what it answers, ECN aside.
bool hasTosStep(const Scene& scene);

/// The RST has the TOS of what it answers, ECN aside, and that is not 0: the kernel copies it, no
/// reject rule does. A network that marks all segments does the same.
bool hasTosOfTrigger(const Scene& scene);

/// The connection's IP IDs count up, and that of the RST is far from them. Proves nothing about an
/// answer without a socket, for which some stacks have a counter of their own.
bool hasIpIdStep(const Scene& scene);

/// The IP ID continues the count of the sender's connection or host: that host sent it.
bool continuesIpIds(const Scene& scene);

/// The RST's TTL is one from which packets start, and the sender's own is lower: it was sent on
/// this link, while the sender is behind a router. No other route brings it nearer than that.
bool startsOnThisLink(const Scene& scene);

/// By how many hops the RST's way was shorter than that of each TTL that the sender's host has
/// shown in its handshakes and in this connection; 0 or less where it was not, or where none is
/// known.
int hopsNearer(const Scene& scene);

/// Of the TTLs of the host's handshakes, the one that is nearest to the RST's; 0: none is known.
std::uint8_t nearestTtlOfHost(const Scene& scene);

/// By how many hops the RST's way was longer than that of the sender's latest segment.
int hopsFarther(const Scene& scene);

/// By how many hops the ways of the RST and of the sender's other segments differ, if both started
/// from one of the usual TTLs.
int hopsApart(const Scene& scene);

}  // namespace finrst
