// SPDX-License-Identifier: GPL-2.0-or-later
#include "trap.h"

#include "analysis/renumbering.h"
#include "annotation/annotations.h"
#include "report/frame_references.h"
#include "report/packet_comments.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <utility>

namespace finrst {

namespace {

constexpr Duration kMoment = std::chrono::seconds(1);
/// SYNs that a connection keeps: a SYN, its answer, and once more.
constexpr std::size_t kMostSyns = 4;
constexpr std::size_t kMostFragments = 2048;    // of packets that are not whole
constexpr std::size_t kMostHandshakes = 65536;  // that are remembered

}  // namespace

Trap::Trap(const CopyWish& wish, const std::string& source, std::size_t memory)
    : wish_(wish), memory_(memory), excerpt_(growingExcerpt(wish, source)) {}

/// With what the allocator needs.
std::size_t Trap::octetsOf(const KeptPacket& packet) {
    constexpr std::size_t kOfAllocation = 24;
    return sizeof packet + packet.data.size() + kOfAllocation;
}

Trap::KeptPacket Trap::keep(const CapturedPacket& packet) {
    return {packet.time,      packet.frame, packet.wire_length,
            packet.link_type, false,        {packet.data.begin(), packet.data.end()}};
}

void Trap::keepFragment(const CapturedPacket& packet) {
    octets_ += octetsOf(fragments_.insert_or_assign(packet.frame, keep(packet)).first->second);
    if (fragments_.size() <= kMostFragments) return;
    octets_ -= octetsOf(fragments_.begin()->second);
    fragments_.erase(fragments_.begin());
}

/// Packets stand in the order of their frames.
void Trap::add(KeptPacket packet, Conversation& conversation) {
    std::vector<KeptPacket>& packets = conversation.packets;
    octets_ += octetsOf(packet);
    auto behind = packets.end();
    while (behind != packets.begin() && std::prev(behind)->frame > packet.frame) --behind;
    packets.insert(behind, std::move(packet));
}

void Trap::add(const CapturedPacket& packet, std::span<const std::uint64_t> fragments,
               const Segment& segment, bool is_reset, const CaptureAnalysis& analysis) {
    writeDue(analysis, segment.time);
    const std::uint32_t connection = analysis.latestConnection();
    if (connection >= conversations_.size()) {
        octets_ += (connection + 1 - conversations_.size()) * sizeof(Conversation);
        conversations_.resize(connection + 1);
    }
    Conversation& conversation = conversations_[connection];
    for (const std::uint64_t frame : fragments) {
        auto piece = fragments_.extract(frame);
        if (!piece) continue;
        octets_ -= octetsOf(piece.mapped());
        add(std::move(piece.mapped()), conversation);
    }
    KeptPacket& kept = conversation.packets.emplace_back(keep(packet));
    kept.is_syn = segment.has(kSyn);
    octets_ += octetsOf(kept);
    if (!is_reset || std::exchange(conversation.is_due, true)) return;
    due_.push_back({segment.time, connection});
}

void Trap::writeDue(const CaptureAnalysis& analysis, Time now) {
    // Clocks are set, also back.
    while (!due_.empty() && std::chrono::abs(now - due_.front().time) >= kMoment) {
        write(analysis, due_.front().connection);
        due_.pop_front();
    }
}

void Trap::writeAll(const CaptureAnalysis& analysis) {
    for (const Due& due : std::exchange(due_, {})) write(analysis, due.connection);
}

void Trap::write(const CaptureAnalysis& analysis, std::uint32_t connection) {
    Conversation& conversation = conversations_[connection];
    conversation.is_due = false;
    const bool is_wanted = wish_.select == Select::kAffected
                               ? analysis.isAffected(connection)
                               : analysis.connections()[connection].isReset();
    if (!is_wanted || failed()) return;
    writeWitnesses(analysis, connection);
    append(analysis, connection, conversation.packets.size());
    if (failed()) return;
    ++written_;
    lacking_ += conversation.dropped > 0;
    dropped_ += std::exchange(conversation.dropped, 0);
}

void Trap::writeWitnesses(const CaptureAnalysis& analysis, std::uint32_t connection) {
    std::uint32_t next = analysis.connections()[connection].lastReset();
    for (; next != kNoIndex; next = analysis.resets()[next].previous) {
        const Witnesses witnesses = witnessesOf(analysis, analysis.resets()[next]);
        for (const std::uint32_t other : witnesses.connections) {
            if (other != kNoIndex) append(analysis, other, conversations_[other].packets.size());
        }
        if (witnesses.handshake) writeHandshake(analysis, *witnesses.handshake);
    }
}

/// Of the first connection that has it; nothing where that was written.
void Trap::writeHandshake(const CaptureAnalysis& analysis, HandshakeOfHost handshake) {
    const Address& host = analysis.hosts()[handshake.host].address;
    const auto key = std::make_tuple(host, handshake.ttl, handshake.answers);
    if (shown_.size() >= kMostHandshakes || !shown_.insert(key).second) return;
    for (std::uint32_t i = 0; i < conversations_.size(); ++i) {
        if (!shows(analysis.connections(), i, handshake)) continue;
        const std::vector<KeptPacket>& packets = conversations_[i].packets;
        const bool is_there = packets.size() >= kHandshake && packets[0].is_syn;
        return append(analysis, i, is_there ? kHandshake : 0);
    }
}

void Trap::append(const CaptureAnalysis& analysis, std::uint32_t connection, std::size_t count) {
    std::vector<KeptPacket>& kept = conversations_[connection].packets;
    if (count == 0) return;
    std::vector<std::uint64_t> frames;
    for (std::size_t i = 0; i < count; ++i) frames.push_back(kept[i].frame);
    const std::uint64_t before = analysis.framesBefore();
    const auto counted = [&](std::uint64_t frame) {
        return static_cast<std::uint32_t>(frame > before ? frame - before : 0);
    };
    const PacketComments comments = packetComments(analysis, connection, counted(frames.front()));
    std::vector<CommentedPacket> packets;
    for (std::size_t i = 0; i < count; ++i) {
        const KeptPacket& packet = kept[i];
        octets_ -= octetsOf(packet);
        CommentedPacket& next = packets.emplace_back();
        next.packet = {packet.frame, packet.time, packet.wire_length, packet.link_type,
                       packet.data};
        const auto found = comments.find(counted(packet.frame));
        if (found == comments.end()) continue;
        for (const std::string& line : found->second) {
            next.comments.push_back(renumberFrames(line, frames, excerpt_.packets()));
        }
    }
    if (const std::uint64_t dropped = conversations_[connection].dropped; dropped > 0) {
        packets.front().comments.push_back(
            "finrst: " + std::to_string(dropped) +
            " packets of this connection had to make room for others");
    }
    if (failure_.ok()) failure_ = excerpt_.append(packets);
    std::vector<KeptPacket>(
        std::make_move_iterator(kept.begin() + static_cast<std::ptrdiff_t>(count)),
        std::make_move_iterator(kept.end()))
        .swap(kept);
}

void Trap::retire(const CaptureAnalysis& analysis, const std::vector<bool>& retired) {
    for (const Due& due : due_) {
        if (retired[due.connection]) write(analysis, due.connection);
    }
    const Renumbering kept(retired.size(), [&](std::size_t i) { return !retired[i]; });
    std::erase_if(due_, [&](const Due& due) { return !kept.keeps(due.connection); });
    for (Due& due : due_) due.connection = kept(due.connection);
    std::size_t next = 0;
    for (std::uint32_t i = 0; i < conversations_.size(); ++i) {
        if (kept.keeps(i)) {
            std::swap(conversations_[next++], conversations_[i]);
        } else {
            drop(conversations_[i], 0);
        }
    }
    octets_ -= (conversations_.size() - next) * sizeof(Conversation);
    conversations_.resize(next);
}

/// All but its SYNs and the last packets, `most` of these; of 0 the SYNs, too.
void Trap::drop(Conversation& conversation, std::size_t most) {
    std::vector<KeptPacket>& packets = conversation.packets;
    std::size_t syns = 0;
    std::size_t left = packets.size();
    const auto isDropped = [&](const KeptPacket& packet) {
        const bool is_last = left-- <= most;
        const bool is_kept_syn = packet.is_syn && most > 0 && syns++ < kMostSyns;
        if (is_last || is_kept_syn) return false;
        octets_ -= octetsOf(packet);
        ++conversation.dropped;
        return true;
    };
    packets.erase(std::remove_if(packets.begin(), packets.end(), isDropped), packets.end());
    packets.shrink_to_fit();
}

void Trap::makeRoom() {
    std::size_t most = 0;
    for (const Conversation& conversation : conversations_) {
        most = std::max(most, conversation.packets.size());
    }
    while (octets_ > memory_ / 4 * 3 && most > 0) {
        most /= 2;
        for (Conversation& conversation : conversations_) {
            if (conversation.packets.size() > most) drop(conversation, most);
        }
    }
}

int Trap::finish(const CaptureAnalysis& analysis) {
    writeAll(analysis);
    if (!failed()) failure_ = excerpt_.finish();
    if (dropped_ > 0) {
        std::fprintf(stderr,
                     "finrst: %s: %llu of %llu conversations lack packets (%llu) that had to make "
                     "room for others: --memory gives more.\n",
                     wish_.path.string().c_str(), static_cast<unsigned long long>(lacking_),
                     static_cast<unsigned long long>(written_),
                     static_cast<unsigned long long>(dropped_));
    }
    if (failure_.ok() && hasReader()) return 0;
    std::fprintf(stderr, "finrst: %s What came before is there: %llu conversations.\n",
                 !hasReader() ? "Nobody reads the copy any more." : failure_.message.c_str(),
                 static_cast<unsigned long long>(written_));
    return 1;
}

}  // namespace finrst
