// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/status.h"
#include "format/byte_order.h"

#include <string>

namespace finrst {

enum class CaptureKind : std::uint8_t {
    kUnknown,
    kPcapng,
    kPcapMicroseconds,
    kPcapNanoseconds,
    kPcapKuznetsov,  ///< a variant of pcap with more in the headers of its records
    kPcapModified,   ///< a variant of pcap that is not known here
};

struct CaptureFormat {
    CaptureKind kind = CaptureKind::kUnknown;
    ByteOrder order = ByteOrder::kLittle;  ///< of pcap; a pcapng section has its own
};

/// How many octets `recognizeFormat` wants to see.
constexpr std::size_t kFormatMagicSize = 8;

/// Tells a capture by its first octets, unpacked; fewer than `kFormatMagicSize` if it has no more.
CaptureFormat recognizeFormat(ByteView begin);

/// A sentence on what the octets are instead, and the way out.
Status refuseFormat(ByteView begin, CaptureKind kind);

/// How to make a capture of another format one that can be saved.
extern const char* const kWayOut;

}  // namespace finrst
