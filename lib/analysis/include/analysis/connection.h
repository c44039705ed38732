// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/endpoint.h"
#include "analysis/frame_shift.h"
#include "analysis/renumbering.h"
#include "analysis/tcp_state.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

namespace finrst {

/// One of the two ends of a connection: an index into `Connection::ends`.
enum class Side : std::uint8_t { kA, kB };

constexpr Side opposite(Side side) {
    return side == Side::kA ? Side::kB : Side::kA;
}

class LoneSyn;

inline constexpr std::uint32_t kNoIndex = 0xffffffff;

/// One incarnation of a four-tuple. Its state is bounded, whatever the capture holds.
class Connection {
  public:
    struct Identity {
        std::array<std::uint32_t, 2> hosts;  ///< indexes into the table of hosts, A and B
        std::array<std::uint16_t, 2> ports;

        std::uint32_t host(Side side) const { return hosts[static_cast<std::size_t>(side)]; }
    };

    /// The four-tuple's earlier incarnations, as indexes, or kNoIndex: the one before, and one
    /// further back, so that any other is a logarithm of steps away (E. W. Myers, An applicative
    /// random-access stack, 1983).
    struct Earlier {
        std::uint32_t previous = kNoIndex;
        std::uint32_t far = kNoIndex;
        std::uint32_t count = 0;  ///< of all of them
    };

    Connection(const Identity& identity, const Earlier& earlier, const Segment& first);
    /// As that SYN left it.
    explicit Connection(const LoneSyn& syn);

    /// True when `segment`, not added yet, is a packet of `from` captured once more (SPAN, a
    /// bridge, behind a router), not a retransmission.
    bool isCopy(const Segment& segment, Side from) const;
    /// The same of `segment`, the latest that was added, with another TTL: captured on both sides
    /// of a router.
    bool isRoutedCopy(const Segment& segment, Side from) const {
        const Endpoint& sender = end(from);
        return sender.latest.copies > 0 && segment.ip.known && segment.ip.ttl != sender.first_ttl;
    }
    /// Takes a segment that is not a RST.
    void add(const Segment& segment, Side from);
    /// Hosts, resets and connections have other indexes now; those of the last two may be gone.
    void renumber(const Renumbering& hosts, const Renumbering& resets,
                  const Renumbering& connections);
    /// Frames have other numbers now.
    void renumber(const FrameShift& shift);
    /// The first RST was ignored by both ends: the connection counts as never reset. Requires that
    /// it is.
    void forgetReset() { past_->first_reset = kNoIndex; }
    /// Takes a RST that was explained; `index` is its index among the resets, `answered_frame` the
    /// segment of the other end that it answers, or 0. A copy (SPAN) answers nothing once more.
    void addReset(const Segment& reset, Side from, std::uint32_t index,
                  std::uint32_t answered_frame, bool is_copy);

    /// True when `segment` opens a new incarnation: a SYN, or a SYN-ACK whose SYN was not captured,
    /// that cannot belong to this one (RFC 9293, 3.6.1).
    bool isReopenedBy(const Segment& segment, Side from) const;

    const Identity& identity() const { return identity_; }
    std::uint32_t host(Side side) const { return identity_.host(side); }
    std::uint16_t port(Side side) const { return identity_.ports[static_cast<int>(side)]; }
    const Endpoint& end(Side side) const { return side == Side::kA ? ends_[0] : ends_[1]; }
    const Earlier& earlier() const { return past().earlier; }
    /// The first segment of the peer that acknowledges the FIN of that end; 0: there is none.
    std::uint32_t finAckFrame(Side side) const {
        return end(side).finAcked() ? end(opposite(side)).acked_frame : 0;
    }
    /// Its time, where there is one.
    Time finAckTime(Side side) const { return end(opposite(side)).acked_time; }

    /// The state of one end as the segments so far show it, from both sides' segments.
    TcpState state(Side side) const;

    /// Who opened the connection: the sender of the SYN, else the end with the higher port.
    Side client() const { return client_; }
    bool sawHandshake() const { return saw_handshake_; }

    std::uint32_t firstFrame() const { return first_frame_; }
    Time firstTime() const { return first_time_; }

    /// True when `segment`, not added yet, is of the end that sent the first RST and acknowledges
    /// what that end had not acknowledged so far, neither before the RST nor in it.
    bool goesOnAfterReset(const Segment& segment, Side from) const;
    /// The same of a segment that brings that end's next data.
    bool sendsOnAfterReset(const Segment& segment, Side from) const;
    /// The same of a segment whose IP ID continues those of that end.
    bool countsOnAfterReset(const Segment& segment, Side from) const;
    /// Index of the first reset that was not ignored by both ends among the capture's resets, or
    /// kNoIndex.
    std::uint32_t firstReset() const { return past().first_reset; }
    bool isReset() const { return firstReset() != kNoIndex; }
    /// Index of the latest reset, ignored or not; `Reset::previous` leads to those before it.
    std::uint32_t lastReset() const { return past().last_reset; }

    /// True while this end is believed to hold a TIME_WAIT bucket, see TwBuckets.
    bool holdsBucket(Side side) const { return holds_bucket_[static_cast<int>(side)]; }
    void setHoldsBucket(Side side, bool holds) { holds_bucket_[static_cast<int>(side)] = holds; }
    /// How many buckets the closer's host held when its FIN was ACKed.
    std::uint32_t bucketsAtClose() const { return buckets_at_close_; }
    void setBucketsAtClose(std::uint32_t buckets) { buckets_at_close_ = buckets; }

    /// When the latest segment of either end came that is no RST; zero: none did.
    Time latestTime() const { return std::max(ends_[0].latest.time, ends_[1].latest.time); }
    /// How long nothing of either end had come before `frame`, which came at `time`, where that was
    /// the first segment of its end since the other's last, or came after a second or more;
    /// negative: not known.
    Duration silenceBefore(std::uint32_t frame, Time time) const;
    /// How long nothing has come of either end until `time`, resets aside; negative: nothing ever.
    Duration silenceUntil(Time time) const;

    /// Turns from client data to server data.
    std::uint32_t requests() const { return requests_; }
    /// The end that sent data last; meaningless before `hasData()`.
    Side lastDataFrom() const { return last_data_from_; }
    bool hasData() const { return ends_[0].sent_data || ends_[1].sent_data; }
    Time lastDataTime() const { return last_data_time_; }
    /// The longest time from data of the server to the next data of the client, which came before
    /// the server closed.
    Duration longestIdle() const { return std::chrono::microseconds(longest_idle_); }
    /// The time from data of the server to the data of the client that came next, the latest.
    Duration latestIdle() const { return std::chrono::microseconds(latest_idle_); }
    /// That end had sent the data before, too.
    bool continues() const { return continues_; }
    /// That end sent more after a pause, without data from the other end between.
    bool spokeAgain() const { return spoke_again_; }

  private:
    /// What most connections lack.
    struct Past {
        Earlier earlier;
        std::uint32_t first_reset = kNoIndex;
        std::uint32_t last_reset = kNoIndex;
    };
    static const Past kNoPast;

    const Past& past() const { return past_ == nullptr ? kNoPast : *past_; }
    Endpoint& mutableEnd(Side side) { return side == Side::kA ? ends_[0] : ends_[1]; }
    void acknowledge(const Segment& segment, Endpoint& sender, Endpoint& peer);
    void noteSilence(const Segment& segment, const Endpoint& peer);
    bool occupy(const Segment& segment, Side from);
    void takeTurn(const Segment& segment, Side from);

    // `end` chooses by a condition: of an index, compilers compute the address anew at each use.
    std::array<Endpoint, 2> ends_{};
    std::unique_ptr<Past> past_;  // memory for those that have one
    Time first_time_;
    Time last_data_time_{};
    Time silent_since_{};  // until `silent_until_frame_`; zero: from before the capture
    Identity identity_;
    std::uint32_t silent_until_frame_ = 0;
    std::uint32_t longest_idle_ = 0;  // microseconds
    std::uint32_t latest_idle_ = 0;   // likewise
    std::uint32_t first_frame_;
    std::uint32_t requests_ = 0;
    std::uint32_t buckets_at_close_ = 0;
    Side client_ : 1;
    Side last_data_from_ : 1 = Side::kA;
    Side reset_from_ : 1 = Side::kA;
    bool saw_handshake_ : 1 = false;
    bool request_open_ : 1 = false;
    bool spoke_again_ : 1 = false;
    bool continues_ : 1 = false;
    std::array<bool, 2> holds_bucket_{};
};

}  // namespace finrst
