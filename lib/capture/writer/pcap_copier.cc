// SPDX-License-Identifier: GPL-2.0-or-later
#include "writer/pcap_copier.h"

#include "format/new_blocks.h"
#include "format/packet_block.h"

namespace finrst {

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

Status PcapCopier::writeSection() {
    beginSection(header_.order, &block_);
    if (!job_.request.section_comment.empty()) {
        const std::string comment = job_.options.prepared(job_.request.section_comment);
        job_.countComments(
            1, job_.options.copy(BlockType::kSection, {}, header_.order, {&comment, 1}, &block_));
    }
    finishBlock(header_.order, &block_);
    return job_.output.write(block_);
}

/// Without if_tsresol the resolution is microseconds.
Status PcapCopier::writeInterface() {
    beginInterface(header_.link_type, header_.snaplen, header_.order, &block_);
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

Status PcapCopier::writePacket(const PcapRecord& record, ByteView data) {
    const ByteOrder order = header_.order;
    const std::uint64_t units = header_.has_nanoseconds ? 1'000'000'000 : 1'000'000;
    const std::uint64_t time = record.seconds * units + record.fraction;
    beginPacket(0, time, record.wire_length, data, order, &block_);
    if (!job_.plan.comments().empty()) {
        const auto comments = job_.frameComments();
        job_.countComments(comments.size(),
                           job_.options.copy(BlockType::kPacket, {}, order, comments, &block_));
    }
    finishBlock(order, &block_);
    return job_.output.write(block_);
}

}  // namespace finrst
