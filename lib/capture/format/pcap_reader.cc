// SPDX-License-Identifier: GPL-2.0-or-later
#include "format/pcap_reader.h"

#include "format/capture_format.h"

#include <algorithm>
#include <utility>

namespace finrst {

namespace {

constexpr std::size_t kPlainHead = 16;
// Sizes of record headers in files of the same magic, the usual one first. As in Wireshark's
// reader: of libpcap, of Red Hat 6.1, of Nokia; of Alexey Kuznetsov's patch, of SuSE 6.3.
constexpr std::size_t kPlainHeads[] = {kPlainHead, 24, 20};
constexpr std::size_t kKuznetsovHeads[] = {24, 28};
constexpr std::uint32_t kFcsPresent = 0x04000000;
constexpr std::uint32_t kLargestOrdinaryPacket = 256u << 10;  // Wireshark's and tcpdump's

}  // namespace

Status PcapReader::readHeader(PcapHeader* header) {
    if (const Status& status = input_.fill(PcapHeader::kSize); !status.ok()) return status;
    const ByteView head = input_.available();
    if (head.size() < PcapHeader::kSize) return damagedAt(0, "it ends within its file header");
    const CaptureFormat format = recognizeFormat(head);
    header_.order = format.order;
    header_.has_nanoseconds = format.kind == CaptureKind::kPcapNanoseconds;
    const auto major = load<std::uint16_t>(head.data() + 4, header_.order);
    const auto minor = load<std::uint16_t>(head.data() + 6, header_.order);
    header_.lengths_may_be_swapped = minor < 4;
    if (major != 2 || minor > 4) {
        return fail(SaveError::kUnsupported,
                    "The capture is of pcap version " + std::to_string(major) + "." +
                        std::to_string(minor) + ", not 2.4 or older.",
                    kWayOut);
    }
    header_.snaplen = load<std::uint32_t>(head.data() + 16, header_.order);
    const auto network = load<std::uint32_t>(head.data() + 20, header_.order);
    header_.link_type = network & 0xffff;
    // The length is in 16-bit words.
    if ((network & kFcsPresent) != 0) header_.fcs_octets = static_cast<int>(network >> 28) * 2;
    input_.consume(PcapHeader::kSize);
    const bool is_kuznetsov = format.kind == CaptureKind::kPcapKuznetsov;
    const auto heads = is_kuznetsov ? std::span<const std::size_t>(kKuznetsovHeads) : kPlainHeads;
    header_.record_head = heads.front();
    const auto fitting =
        std::find_if(heads.begin(), heads.end(), [this](auto size) { return readsWith(size); });
    if (fitting != heads.end()) header_.record_head = *fitting;
    *header = header_;
    return {};
}

PcapReader::Head PcapReader::readHead(const std::uint8_t* bytes) const {
    Head head;
    head.record.seconds = load<std::uint32_t>(bytes, header_.order);
    head.record.fraction = load<std::uint32_t>(bytes + 4, header_.order);
    head.captured = load<std::uint32_t>(bytes + 8, header_.order);
    head.record.wire_length = load<std::uint32_t>(bytes + 12, header_.order);
    if (header_.lengths_may_be_swapped && head.captured > head.record.wire_length) {
        std::swap(head.captured, head.record.wire_length);
    }
    return head;
}

/// Records have neither a mark nor a tail: behind a damaged length, data would be taken for
/// headers, and packets that never were would be saved.
bool PcapReader::isPlausible(const Head& head) const {
    // A little more than a second has been seen.
    const std::uint32_t most_fraction = header_.has_nanoseconds ? 2'000'000'000 : 2'000'000;
    // Some writers gave a snapshot length that was too small.
    const std::uint32_t most =
        std::min(kLargestItem, std::max(header_.snaplen, kLargestOrdinaryPacket));
    return head.captured <= most && head.record.fraction < most_fraction;
}

bool PcapReader::readsWith(std::size_t record_head) {
    constexpr int kProbed = 4;
    const bool is_usual = record_head == header_.record_head;
    std::size_t at = 0;
    for (int i = 0; i < kProbed; ++i) {
        if (!input_.fill(at + kPlainHead).ok()) return false;
        const ByteView there = input_.available();
        // The file may be cut in a usual record; it must bear out another one to its last octet.
        if (there.size() < at + kPlainHead) return is_usual || there.size() == at;
        const Head head = readHead(there.data() + at);
        if (!isPlausible(head) || head.captured > head.record.wire_length) return false;
        at += record_head + head.captured;
    }
    return true;
}

bool PcapReader::isFollowed(const Head& head) {
    const std::size_t whole = header_.record_head + head.captured;
    if (!input_.fill(whole + header_.record_head).ok()) return false;
    const ByteView there = input_.available();
    if (there.size() == whole) return true;
    if (there.size() < whole + header_.record_head) return false;
    const Head next = readHead(there.data() + whole);
    return isPlausible(next) && next.captured > 0;
}

const Status& PcapReader::next(PcapRecord* record, Reading* reading) {
    input_.consume(record_size_);
    record_size_ = 0;
    *reading = Reading::kCutShort;
    if (const Status& status = input_.fill(header_.record_head); !status.ok()) return status;
    if (input_.available().empty() && !input_.isCutShort()) *reading = Reading::kEnd;
    if (input_.available().size() < header_.record_head) return kSuccess;

    const Head head = readHead(input_.available().data());
    *record = head.record;
    const bool is_longer = head.captured > head.record.wire_length;
    if (!isPlausible(head) || (is_longer && !isFollowed(head))) {
        failure_ = damagedAt(input_.position(), "what should be the header of a packet is none");
        return failure_;
    }
    const std::size_t whole = header_.record_head + head.captured;
    if (const Status& status = input_.fill(whole); !status.ok()) return status;
    if (input_.available().size() < whole) {
        if (whole <= kLargestCutItem) return kSuccess;
        failure_ = damagedAt(input_.position(), "a packet reaches past the end of the file");
        return failure_;
    }
    record->data = input_.available().subspan(header_.record_head, head.captured);
    record_size_ = whole;
    *reading = Reading::kItem;
    return kSuccess;
}

}  // namespace finrst
