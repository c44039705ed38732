// SPDX-License-Identifier: GPL-2.0-or-later
#include "writer/pcap_copier.h"

#include "format/packet_block.h"

#include <limits>

namespace finrst {

namespace {

constexpr std::uint32_t kOrderMagic = 0x1a2b3c4d;
constexpr std::uint8_t kNanoseconds = 9;  // if_tsresol: a power of ten

template <typename Number>
void append(std::vector<std::uint8_t>* to, Number value, ByteOrder order) {
    to->resize(to->size() + sizeof value);
    store(to->data() + to->size() - sizeof value, value, order);
}

}  // namespace

Status PcapCopier::run() {
    Status status = reader_.readHeader(&header_);
    if (status.ok()) status = writeSection();
    if (status.ok()) status = writeInterface();
    while (status.ok()) {
        PcapRecord record;
        Reading reading{};
        status = reader_.next(&record, &reading);
        if (status.ok()) status = job_.report();
        if (!status.ok() || reading == Reading::kEnd) return status;
        if (reading == Reading::kCutShort) {
            job_.result.input_cut_short = true;
            job_.octets_left_over = job_.input.available().size();
            return {};
        }
        status = copyRecord(record);
    }
    return status;
}

/// draft-ietf-opsawg-pcapng, 4.1.
Status PcapCopier::writeSection() {
    beginBlock(BlockType::kSection, header_.order, &block_);
    append(&block_, kOrderMagic, header_.order);
    append(&block_, std::uint16_t{1}, header_.order);
    append(&block_, std::uint16_t{0}, header_.order);
    append(&block_, ~std::uint64_t{0}, header_.order);  // length: not given
    if (!job_.request.section_comment.empty()) {
        const std::string comment = job_.options.prepared(job_.request.section_comment);
        job_.countComments(
            1, job_.options.copy(BlockType::kSection, {}, header_.order, {&comment, 1}, &block_));
    }
    finishBlock(header_.order, &block_);
    return job_.output.write(block_);
}

/// 4.2; without if_tsresol the resolution is microseconds.
Status PcapCopier::writeInterface() {
    beginBlock(BlockType::kInterface, header_.order, &block_);
    append(&block_, static_cast<std::uint16_t>(header_.link_type), header_.order);
    append(&block_, std::uint16_t{0}, header_.order);
    append(&block_, header_.snaplen, header_.order);
    const std::size_t without_options = block_.size();
    if (header_.has_nanoseconds) {
        appendOption(&block_, option::kInterfaceResolution, {&kNanoseconds, 1}, header_.order);
    }
    if (header_.fcs_octets >= 0) {
        const auto bits = static_cast<std::uint8_t>(header_.fcs_octets * 8);
        appendOption(&block_, option::kInterfaceFcsLength, {&bits, 1}, header_.order);
    }
    if (block_.size() > without_options) appendOption(&block_, option::kEnd, {}, header_.order);
    finishBlock(header_.order, &block_);
    return job_.output.write(block_);
}

Status PcapCopier::copyRecord(const PcapRecord& record) {
    job_.plan.advance();
    PacketEditor::Edited edited{record.data};
    if (job_.plan.isKept() && job_.editor.isForOthers()) {
        edited = job_.editor.edit(record.data, record.wire_length, header_.link_type);
        if (edited.left_out) ++job_.packets_left_out;
    }
    if (!job_.plan.isKept() || edited.left_out) {
        job_.skipComments();
        return {};
    }
    ++job_.result.frames_written;
    return writePacket(record, edited.bytes);
}

/// 4.3.
Status PcapCopier::writePacket(const PcapRecord& record, ByteView data) {
    const ByteOrder order = header_.order;
    const std::uint64_t units = header_.has_nanoseconds ? 1'000'000'000 : 1'000'000;
    const std::uint64_t time = record.seconds * units + record.fraction;
    beginBlock(BlockType::kPacket, order, &block_);
    append(&block_, std::uint32_t{0}, order);  // interface
    append(&block_, static_cast<std::uint32_t>(time >> 32), order);
    append(&block_, static_cast<std::uint32_t>(time), order);
    append(&block_, static_cast<std::uint32_t>(data.size()), order);
    append(&block_, record.wire_length, order);
    block_.insert(block_.end(), data.begin(), data.end());
    block_.resize(padded(block_.size()), 0);
    if (!job_.plan.comments().empty()) {
        const auto comments = job_.frameComments();
        job_.countComments(comments.size(),
                           job_.options.copy(BlockType::kPacket, {}, order, comments, &block_));
    }
    finishBlock(order, &block_);
    return job_.output.write(block_);
}

}  // namespace finrst
