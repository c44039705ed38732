// SPDX-License-Identifier: GPL-2.0-or-later
#include "format/pcap_reader.h"

#include "format/capture_format.h"

#include <algorithm>

namespace finrst {

namespace {

constexpr std::size_t kRecordHead = 16;
constexpr std::uint32_t kFcsPresent = 0x04000000;
constexpr std::uint32_t kLargestOrdinaryPacket = 256u << 10;  // Wireshark's and tcpdump's

}  // namespace

Status PcapReader::readHeader(PcapHeader* header) {
    Status status = input_.fill(PcapHeader::kSize);
    if (!status.ok()) return status;
    const ByteView head = input_.available();
    if (head.size() < PcapHeader::kSize) return damagedAt(0, "it ends within its file header");
    const CaptureFormat format = recognizeFormat(head);
    header_.order = format.order;
    header_.has_nanoseconds = format.kind == CaptureKind::kPcapNanoseconds;
    const auto major = load<std::uint16_t>(head.data() + 4, header_.order);
    const auto minor = load<std::uint16_t>(head.data() + 6, header_.order);
    if (major != 2 || minor != 4) {
        return fail(SaveError::kUnsupported,
                    "The capture is of pcap version " + std::to_string(major) + "." +
                        std::to_string(minor) + ", not 2.4. Nothing was saved. " + kWayOut);
    }
    header_.snaplen = load<std::uint32_t>(head.data() + 16, header_.order);
    const auto network = load<std::uint32_t>(head.data() + 20, header_.order);
    header_.link_type = network & 0xffff;
    // The length is in 16-bit words.
    if ((network & kFcsPresent) != 0) header_.fcs_octets = static_cast<int>(network >> 28) * 2;
    input_.consume(PcapHeader::kSize);
    *header = header_;
    return {};
}

/// Records have neither a mark nor a tail: behind a damaged length, data would be taken for
/// headers, and packets that never were would be saved.
bool PcapReader::isPlausible(const PcapRecord& record, std::uint32_t captured) const {
    // A little more than a second has been seen.
    const std::uint32_t most_fraction = header_.has_nanoseconds ? 2'000'000'000 : 2'000'000;
    // Some writers gave a snapshot length that was too small.
    const std::uint32_t most =
        std::min(kLargestItem, std::max(header_.snaplen, kLargestOrdinaryPacket));
    return captured <= most && captured <= record.wire_length && record.fraction < most_fraction;
}

Status PcapReader::next(PcapRecord* record, Reading* reading) {
    input_.consume(record_size_);
    record_size_ = 0;
    *reading = Reading::kCutShort;
    Status status = input_.fill(kRecordHead);
    if (!status.ok()) return status;
    if (input_.available().empty() && !input_.isCutShort()) *reading = Reading::kEnd;
    if (input_.available().size() < kRecordHead) return {};

    const std::uint8_t* head = input_.available().data();
    record->seconds = load<std::uint32_t>(head, header_.order);
    record->fraction = load<std::uint32_t>(head + 4, header_.order);
    const auto captured = load<std::uint32_t>(head + 8, header_.order);
    record->wire_length = load<std::uint32_t>(head + 12, header_.order);
    if (!isPlausible(*record, captured)) {
        return damagedAt(input_.position(), "what should be the header of a packet is none");
    }
    const std::size_t whole = kRecordHead + captured;
    status = input_.fill(whole);
    if (!status.ok()) return status;
    if (input_.available().size() < whole) {
        return whole <= kLargestCutItem
                   ? Status{}
                   : damagedAt(input_.position(), "a packet reaches past the end of the file");
    }
    record->data = input_.available().subspan(kRecordHead, captured);
    record_size_ = whole;
    *reading = Reading::kItem;
    return {};
}

}  // namespace finrst
