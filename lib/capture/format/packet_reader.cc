// SPDX-License-Identifier: GPL-2.0-or-later
#include "format/packet_reader.h"

#include "format/block_check.h"
#include "format/capture_format.h"
#include "format/options.h"

#include <utility>

namespace finrst {

namespace {

constexpr std::int64_t kNanoseconds = 1'000'000'000;

bool isPacket(BlockType type) {
    return type == BlockType::kPacket || type == BlockType::kOldPacket ||
           type == BlockType::kSimplePacket;
}

/// if_tsresol: a negative power of ten, or of two; checked to fit (block_check.h).
std::uint64_t unitsOf(std::uint8_t resolution) {
    const int exponent = resolution & 0x7f;
    if ((resolution & 0x80) != 0) return std::uint64_t{1} << exponent;
    std::uint64_t units = 1;
    for (int i = 0; i < exponent; ++i) units *= 10;
    return units;
}

/// `value` / `units`, in nanoseconds, of `value` < `units`.
std::int64_t fractionOf(std::uint64_t value, std::uint64_t units) {
    if (units <= kNanoseconds) return static_cast<std::int64_t>(value * kNanoseconds / units);
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::int64_t>(Wide{value} * kNanoseconds / units);
}

std::string textOf(ByteView value) {
    return {value.begin(), value.end()};
}

}  // namespace

Status PacketReader::open(const std::filesystem::path& path) {
    Status status = input_.openAny(path);
    if (status.ok()) status = input_.fill(kFormatMagicSize);
    if (!status.ok()) return status;
    const ByteView begin = input_.available();
    if (begin.empty() && input_.isCutShort()) {
        return damagedAt(0, "it ends before its packed data hold anything");
    }
    const CaptureFormat format = recognizeFormat(begin);
    switch (format.kind) {
        case CaptureKind::kPcapng:
            is_pcapng_ = true;
            return {};
        case CaptureKind::kPcapMicroseconds:
        case CaptureKind::kPcapNanoseconds:
        case CaptureKind::kPcapKuznetsov:
            return pcap_.readHeader(&header_);
        default:
            return refuseFormat(begin, format.kind);
    }
}

const Status& PacketReader::next(CapturedPacket* packet, Reading* reading) {
    return is_pcapng_ ? nextOfPcapng(packet, reading) : nextOfPcap(packet, reading);
}

const Status& PacketReader::nextOfPcap(CapturedPacket* packet, Reading* reading) {
    PcapRecord record;
    const Status& status = pcap_.next(&record, reading);
    if (!status.ok() || *reading != Reading::kItem) return status;
    packet->frame = ++frames_;
    packet->time = timeOf(record.seconds,
                          std::int64_t{record.fraction} * (header_.has_nanoseconds ? 1 : 1000));
    packet->wire_length = record.wire_length;
    packet->link_type = header_.link_type;
    packet->data = record.data;
    return kSuccess;
}

const Status& PacketReader::nextOfPcapng(CapturedPacket* packet, Reading* reading) {
    while (true) {
        Block block;
        const Status& status = blocks_.next(&block, reading);
        if (!status.ok() || *reading != Reading::kItem) return status;
        if (isPacket(block.type)) return readPacket(block, packet);
        if (const char* damage = findBlockDamage(block)) {
            return damaged(damage);
        }
        if (countsAsFrame(block.type)) ++frames_;
        if (block.type == BlockType::kSection) {
            if (const Status& of_section = readSection(block); !of_section.ok()) return of_section;
        }
        if (block.type == BlockType::kInterface) readInterface(block);
        if (block.type == BlockType::kStatistics) readStatistics(block);
    }
}

const Status& PacketReader::readSection(const Block& block) {
    dropped_before_ = dropped();
    interfaces_.clear();
    failure_ = checkSection(block, blocks_.blockPosition());
    return failure_;
}

void PacketReader::readInterface(const Block& block) {
    constexpr std::size_t kFixed = 8;
    const ByteView body = block.body();
    Interface interface;
    interface.link_type = load<std::uint16_t>(body.data(), block.order);
    interface.snaplen = load<std::uint32_t>(body.data() + 4, block.order);
    OptionReader options(body.subspan(kFixed), block.order);
    OptionReader::Option option{};
    while (options.next(&option)) {
        if (option.code == option::kInterfaceResolution && option.value.size() == 1) {
            interface.units = unitsOf(option.value[0]);
        }
        if (option.code == option::kInterfaceOffset && option.value.size() == 8) {
            interface.offset =
                static_cast<std::int64_t>(load<std::uint64_t>(option.value.data(), block.order));
        }
        if (option.code == option::kInterfaceName) interface.name = textOf(option.value);
        if (option.code == option::kInterfaceDescription) {
            interface.description = textOf(option.value);
        }
        if (option.code == option::kInterfaceFilter && !option.value.empty()) {
            interface.filter = textOf(option.value.subspan(1));  // behind its kind
        }
    }
    interfaces_.push_back(std::move(interface));
}

/// Counters go on from one block of an interface to its next.
void PacketReader::readStatistics(const Block& block) {
    constexpr std::size_t kFixed = 12;
    const ByteView body = block.body();
    const auto number = load<std::uint32_t>(body.data(), block.order);
    if (number >= interfaces_.size()) return;
    OptionReader options(body.subspan(kFixed), block.order);
    OptionReader::Option option{};
    std::uint64_t dropped = 0;
    bool counts = false;
    while (options.next(&option)) {
        const bool counts_drops = option.code == option::kStatisticsInterfaceDrops ||
                                  option.code == option::kStatisticsSystemDrops;
        if (!counts_drops || option.value.size() != 8) continue;
        dropped += load<std::uint64_t>(option.value.data(), block.order);
        counts = true;
    }
    Interface& interface = interfaces_[number];
    interface.dropped = dropped;
    if (!counts) return;
    const std::uint64_t high = load<std::uint32_t>(body.data() + 4, block.order);
    const std::uint64_t low = load<std::uint32_t>(body.data() + 8, block.order);
    // dumpcap has microseconds here, whatever units the packets have (writecap.c).
    constexpr std::uint64_t kMicroseconds = 1'000'000;
    const Time own = timeAt(high << 32 | low, interface.units, interface);
    interface.recorded_until =
        own < latest_ ? timeAt(high << 32 | low, kMicroseconds, interface) : own;
}

std::uint64_t PacketReader::dropped() const {
    std::uint64_t dropped = dropped_before_;
    for (const Interface& interface : interfaces_) dropped += interface.dropped;
    return dropped;
}

const Status& PacketReader::damaged(const char* what) {
    failure_ = damagedAt(blocks_.blockPosition(), what);
    return failure_;
}

std::optional<Time> PacketReader::recordedUntil() const {
    std::optional<Time> until;
    for (const Interface& interface : interfaces_) {
        if (!interface.recorded_until) return std::nullopt;
        until = std::min(until.value_or(*interface.recorded_until), *interface.recorded_until);
    }
    return until;
}

std::vector<RecordedInterface> PacketReader::interfaces() const {
    std::vector<RecordedInterface> recorded;
    for (const Interface& interface : interfaces_) {
        recorded.push_back({interface.name, interface.description, interface.filter,
                            interface.recorded_until, interface.dropped});
    }
    return recorded;
}

Time PacketReader::timeAt(std::uint64_t value, std::uint64_t units, const Interface& interface) {
    return timeOf(static_cast<std::int64_t>(value / units) +
                      std::clamp(interface.offset, -kFarthestSecond, kFarthestSecond),
                  fractionOf(value % units, units));
}

const Status& PacketReader::readPacket(const Block& block, CapturedPacket* packet) {
    const std::uint32_t first_snaplen = interfaces_.empty() ? 0 : interfaces_[0].snaplen;
    const std::optional<PacketBlock> read = readPacketBlock(block, first_snaplen);
    if (!read) return damaged("a packet does not fit into its block");
    if (read->interface >= interfaces_.size()) {
        return damaged("a packet's interface is missing");
    }
    if (const char* damage = findOptionDamage(block.type, read->options, block.order)) {
        return damaged(damage);
    }
    const Interface& interface = interfaces_[read->interface];
    packet->frame = ++frames_;
    packet->time = {};  // a Simple Packet Block has none
    if (block.type != BlockType::kSimplePacket) {
        packet->time = latest_ = timeAt(read->time, interface.units, interface);
    }
    packet->wire_length = read->wire_length;
    packet->link_type = interface.link_type;
    packet->interface = read->interface;
    packet->data = read->data;
    return kSuccess;
}

}  // namespace finrst
