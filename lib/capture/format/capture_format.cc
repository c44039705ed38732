// SPDX-License-Identifier: GPL-2.0-or-later
#include "format/capture_format.h"

#include <algorithm>
#include <string_view>

namespace finrst {

const char* const kWayOut =
    "Convert it with `editcap -F pcapng <capture> <copy>` and open the copy.";

namespace {

using namespace std::string_view_literals;

struct Magic {
    std::string_view begin;
    const char* name;
};

// As in Wireshark's readers.
constexpr Magic kOthers[] = {
    {"\xfd\x37zXZ\0"sv, "is packed with xz, which Wireshark cannot read: unpack it first"},
    {"BZh"sv, "is packed with bzip2, which Wireshark cannot read: unpack it first"},
    {"PK\x03\x04"sv, "is a ZIP archive, which Wireshark cannot read: unpack it first"},
    {"snoop\0\0\0"sv, "is in the format of snoop"},
    {"GMBU"sv, "is in the format of Microsoft Network Monitor"},
    {"RTSS"sv, "is in the format of Microsoft Network Monitor"},
    {"TRSNIFF "sv, "is in the format of Sniffer"},
    {"XCP\0"sv, "is in the format of NetXray"},
    {"btsnoop\0"sv, "is in the format of btsnoop"},
};

CaptureKind kindOf(std::uint32_t magic) {
    switch (magic) {
        case 0xa1b2c3d4:
            return CaptureKind::kPcapMicroseconds;
        case 0xa1b23c4d:
            return CaptureKind::kPcapNanoseconds;
        case 0xa1b2cd34:  // Alexey Kuznetsov's
            return CaptureKind::kPcapKuznetsov;
        case 0xa1e2cb12:  // Endace's
        case 0x1c0001ac:  // IXIA's, hardware
        case 0x1c0001ab:  // IXIA's, software
            return CaptureKind::kPcapModified;
        default:
            return CaptureKind::kUnknown;
    }
}

bool beginsWith(ByteView bytes, std::string_view magic) {
    return bytes.size() >= magic.size() &&
           std::equal(magic.begin(), magic.end(), bytes.begin(),
                      [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

}  // namespace

CaptureFormat recognizeFormat(ByteView begin) {
    if (begin.size() < 4) return {};
    const auto magic = load<std::uint32_t>(begin.data(), ByteOrder::kBig);
    if (magic == 0x0a0d0d0a) return {CaptureKind::kPcapng};
    for (const ByteOrder order : {ByteOrder::kBig, ByteOrder::kLittle}) {
        const CaptureKind kind = kindOf(load<std::uint32_t>(begin.data(), order));
        if (kind != CaptureKind::kUnknown) return {kind, order};
    }
    return {};
}

Status refuseFormat(ByteView begin, CaptureKind kind) {
    if (begin.empty()) {
        return fail(SaveError::kUnsupported, "The capture is empty.");
    }
    const char* what = "is neither pcap nor pcapng";
    if (kind == CaptureKind::kPcapModified) what = "is a modified pcap with records of its own";
    for (const Magic& other : kOthers) {
        if (beginsWith(begin, other.begin)) what = other.name;
    }
    return fail(SaveError::kUnsupported,
                std::string("The capture ") + what + ", so its packets cannot be read here.",
                kWayOut);
}

}  // namespace finrst
