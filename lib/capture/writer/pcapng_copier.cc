// SPDX-License-Identifier: GPL-2.0-or-later
#include "writer/pcapng_copier.h"

#include "format/block_check.h"
#include "writer/names_and_secrets.h"

namespace finrst {

namespace {

constexpr std::size_t kSectionFixed = 24;     // draft-ietf-opsawg-pcapng 4.1, with the block's head
constexpr std::size_t kInterfaceFixed = 16;   // 4.2
constexpr std::size_t kStatisticsFixed = 20;  // 4.6
constexpr std::size_t kSectionLengthAt = 16;
constexpr std::uint64_t kLengthNotGiven = ~std::uint64_t{0};

ByteView optionsBehind(const Block& block, std::size_t fixed) {
    return block.bytes.subspan(fixed, block.bytes.size() - fixed - Block::kTailSize);
}

}  // namespace

Status PcapngCopier::damaged(const char* what) const {
    return damagedAt(reader_.blockPosition(), what);
}

Status PcapngCopier::run() {
    while (true) {
        Block block;
        Reading reading{};
        Status status = reader_.next(&block, &reading);
        if (status.ok()) status = job_.report();
        if (!status.ok()) return status;
        if (reading == Reading::kEnd) return {};
        if (reading == Reading::kCutShort) {
            if (is_first_section_) return damaged("it ends within its first section header");
            job_.result.input_cut_short = true;
            job_.octets_left_over = job_.input.available().size();
            return {};
        }
        status = copyBlock(block);
        if (!status.ok()) return status;
    }
}

Status PcapngCopier::copyBlock(const Block& block) {
    if (block.type == BlockType::kSection) return copySection(block);
    if (const char* damage = findBlockDamage(block)) return damaged(damage);
    if (block.type == BlockType::kInterface) return copyInterface(block);
    if (countsAsFrame(block.type)) return copyFrame(block);
    return copyOther(block);
}

Status PcapngCopier::copySection(const Block& block) {
    Status status = checkSection(block, reader_.blockPosition());
    if (!status.ok()) return status;
    const ByteView options = optionsBehind(block, kSectionFixed);
    interfaces_.clear();
    std::vector<std::string> comments;
    if (is_first_section_ && !job_.request.section_comment.empty()) {
        comments.push_back(job_.options.prepared(job_.request.section_comment));
    }
    is_first_section_ = false;

    block_.assign(block.bytes.begin(), block.bytes.begin() + kSectionFixed);
    const bool may_change = job_.editor.isForOthers() || job_.plan.mayChange();
    if (may_change) store(block_.data() + kSectionLengthAt, kLengthNotGiven, block.order);
    const std::size_t added =
        job_.options.copy(block.type, options, block.order, comments, &block_);
    job_.countComments(comments.size(), added);
    if (added == 0 && !may_change) return job_.output.write(block.bytes);
    finishBlock(block.order, &block_);
    return job_.output.write(block_);
}

Status PcapngCopier::copyInterface(const Block& block) {
    const ByteView body = block.body();
    interfaces_.push_back({load<std::uint16_t>(body.data(), block.order),
                           load<std::uint32_t>(body.data() + 4, block.order)});
    return copyWithOptions(block, kInterfaceFixed);
}

Status PcapngCopier::copyWithOptions(const Block& block, std::size_t fixed) {
    if (!job_.editor.isForOthers()) return job_.output.write(block.bytes);
    block_.assign(block.bytes.begin(), block.bytes.begin() + static_cast<std::ptrdiff_t>(fixed));
    job_.options.copy(block.type, optionsBehind(block, fixed), block.order, {}, &block_);
    finishBlock(block.order, &block_);
    return job_.output.write(block_);
}

Status PcapngCopier::copyFrame(const Block& block) {
    job_.plan.advance();
    const bool is_packet = block.type == BlockType::kPacket ||
                           block.type == BlockType::kOldPacket ||
                           block.type == BlockType::kSimplePacket;
    if (is_packet) return copyPacket(block);
    job_.skipComments();
    if (!job_.plan.isKept()) return {};
    if (job_.editor.isForOthers()) {
        ++job_.blocks_left_out;
        return {};
    }
    ++job_.result.frames_written;
    return job_.output.write(block.bytes);
}

Status PcapngCopier::copyPacket(const Block& block) {
    const std::uint32_t first_snaplen = interfaces_.empty() ? 0 : interfaces_[0].snaplen;
    const std::optional<PacketBlock> packet = readPacketBlock(block, first_snaplen);
    if (!packet) return damaged("a packet does not fit into its block");
    if (packet->interface >= interfaces_.size()) return damaged("a packet's interface is missing");
    if (const char* damage = findOptionDamage(block.type, packet->options, block.order)) {
        return damaged(damage);
    }
    if (!job_.plan.isKept()) {
        job_.skipComments();
        return {};
    }
    if (job_.editor.isForOthers()) return copyPacketForOthers(block, *packet);
    ++job_.result.frames_written;
    options_.clear();
    if (addOptions(block, *packet) == 0) return job_.output.write(block.bytes);
    writePacketBlock(block, *packet, packet->data, options_, &block_);
    return job_.output.write(block_);
}

std::size_t PcapngCopier::addOptions(const Block& block, const PacketBlock& packet) {
    if (block.type == BlockType::kSimplePacket) {
        job_.skipComments();
        return 0;
    }
    if (job_.plan.comments().empty() && !job_.editor.isForOthers()) return 0;
    const auto comments = job_.frameComments();
    const std::size_t added =
        job_.options.copy(block.type, packet.options, block.order, comments, &options_);
    job_.countComments(comments.size(), added);
    return added;
}

Status PcapngCopier::copyPacketForOthers(const Block& block, const PacketBlock& packet) {
    PacketEditor::Edited edited =
        job_.editor.edit(packet.data, packet.wire_length, interfaces_[packet.interface].link_type);
    if (edited.left_out) {
        ++job_.packets_left_out;
        job_.skipComments();
        return {};
    }
    ++job_.result.frames_written;
    if (block.type == BlockType::kSimplePacket && edited.bytes.size() < packet.data.size()) {
        blank_.assign(edited.bytes.begin(), edited.bytes.end());
        blank_.resize(packet.data.size(), 0);
        edited.bytes = blank_;
        ++job_.simple_packets_blanked;
    }
    options_.clear();
    addOptions(block, packet);
    writePacketBlock(block, packet, edited.bytes, options_, &block_);
    return job_.output.write(block_);
}

Status PcapngCopier::copyOther(const Block& block) {
    if (block.type == BlockType::kSecrets) return copySecretsOfKept(block);
    if (block.type == BlockType::kNames) return copyNamesOfKept(block);
    if (!job_.editor.isForOthers()) return job_.output.write(block.bytes);
    if (block.type == BlockType::kStatistics) return copyWithOptions(block, kStatisticsFixed);
    ++job_.blocks_left_out;
    return {};
}

Status PcapngCopier::copySecretsOfKept(const Block& block) {
    const bool is_for_others = job_.editor.isForOthers();
    if (!is_for_others && !job_.request.frames) return job_.output.write(block.bytes);
    Status status = is_for_others ? Status{} : gatherKept();
    if (!status.ok()) return status;
    const std::size_t lines = is_for_others ? 0 : copySecrets(block, *kept_, &block_);
    job_.secrets_kept += lines;
    if (lines > 0) return job_.output.write(block_);
    ++job_.secrets_left_out;
    return {};
}

Status PcapngCopier::copyNamesOfKept(const Block& block) {
    const bool is_for_others = job_.editor.isForOthers();
    if (!is_for_others && !job_.request.frames) return job_.output.write(block.bytes);
    const bool replaces = job_.editor.addressMap() != nullptr;
    Status status = job_.request.frames && !replaces ? gatherKept() : Status{};
    if (!status.ok()) return status;
    const std::size_t names = replaces ? 0 : copyNames(block, kept_ ? &*kept_ : nullptr, &block_);
    job_.names_kept += names;
    if (names > 0) return job_.output.write(block_);
    ++job_.names_left_out;
    return {};
}

/// Not before it is needed: most captures have neither names nor secrets.
Status PcapngCopier::gatherKept() {
    if (kept_) return {};
    return kept_.emplace().gather(job_.request);
}

}  // namespace finrst
