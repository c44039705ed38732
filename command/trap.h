// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/tracker.h"
#include "annotation/copy_wish.h"
#include "capture/growing_capture.h"
#include "report/witnesses.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <vector>

namespace finrst {

/// Keeps the last packets of each connection, as many as there is room for, and writes those of a
/// connection, with comments, a moment after it was reset: what follows a RST tells of it, too.
/// Before them stand the packets of other connections that its verdicts rest on (witnesses.h).
///
/// Where packets must make room for others, each connection keeps its SYNs and the same number of
/// last packets.
class Trap : public RetirementListener {
  public:
    /// `memory`: octets for packets. `source`: where these come from; empty: not said.
    Trap(const CopyWish& wish, const std::string& source, std::size_t memory);

    /// Creates the copy. Not ok: it cannot be written.
    Status create() { return excerpt_.create(); }
    /// Puts it in its place. From here on nothing takes privileges.
    Status begin() { return excerpt_.begin(); }

    /// Takes a packet, with the segment in it, which the analysis took just now; `is_reset`: and
    /// which is a RST. `fragments`: the frames of all its pieces, where it came in several.
    void add(const CapturedPacket& packet, std::span<const std::uint64_t> fragments,
             const Segment& segment, bool is_reset, const CaptureAnalysis& analysis);
    /// Takes a fragment; nothing is known yet of the segment in the whole packet.
    void keepFragment(const CapturedPacket& packet);
    /// Writes what was reset long enough before `now`.
    void writeDue(const CaptureAnalysis& analysis, Time now);
    void retire(const CaptureAnalysis& analysis, const std::vector<bool>& retired) override;
    /// Writes what is still due, after the last packet. Says on standard error what went wrong, or
    /// is missing. Returns the exit status.
    int finish(const CaptureAnalysis& analysis);

    /// It is time to retire what is over, and then to make room.
    bool isFull() const { return octets_ > memory_; }
    void makeRoom();

    /// Nothing can be written any more.
    bool failed() const { return !failure_.ok() || !hasReader(); }
    bool hasReader() const { return excerpt_.hasReader(); }

  private:
    struct KeptPacket {
        Time time;
        std::uint64_t frame;
        std::uint32_t wire_length;
        std::uint32_t link_type;
        bool is_syn;
        std::vector<std::uint8_t> data;
    };
    /// A connection's packets that were not written yet.
    struct Conversation {
        std::vector<KeptPacket> packets;
        std::uint64_t dropped = 0;  ///< that stood among them
        bool is_due = false;        ///< there is a RST among them
    };
    struct Due {
        Time time;  ///< of the RST
        std::uint32_t connection;
    };

    static std::size_t octetsOf(const KeptPacket& packet);
    static KeptPacket keep(const CapturedPacket& packet);
    void add(KeptPacket packet, Conversation& conversation);
    void drop(Conversation& conversation, std::size_t most);
    void writeAll(const CaptureAnalysis& analysis);
    void write(const CaptureAnalysis& analysis, std::uint32_t connection);
    void writeWitnesses(const CaptureAnalysis& analysis, std::uint32_t connection);
    void writeHandshake(const CaptureAnalysis& analysis, HandshakeOfHost handshake);
    /// Packets of a connection, which are taken out of its conversation.
    void append(const CaptureAnalysis& analysis, std::uint32_t connection, std::size_t packets);

    CopyWish wish_;
    std::size_t memory_;
    GrowingCapture excerpt_;
    Status failure_;
    std::size_t octets_ = 0;
    std::vector<Conversation> conversations_;        // by index of connection
    std::map<std::uint64_t, KeptPacket> fragments_;  // by frame, of packets that are not whole
    std::deque<Due> due_;                            // in the order of their RSTs
    /// Handshakes that were written: host, TTL, whether it answered.
    std::set<std::tuple<Address, std::uint8_t, bool>> shown_;
    std::uint64_t written_ = 0;  // conversations
    std::uint64_t lacking_ = 0;  // those of them that lack packets
    std::uint64_t dropped_ = 0;  // packets that these lack
};

}  // namespace finrst
