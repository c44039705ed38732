// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/cause.h"
#include "analysis/connection.h"
#include "analysis/connections.h"
#include "analysis/frame_signs.h"
#include "analysis/hash_index.h"
#include "analysis/host.h"
#include "analysis/kernel_word.h"
#include "analysis/keyed_hash.h"
#include "analysis/latest_of_ports.h"
#include "analysis/places_report.h"
#include "analysis/reset.h"
#include "analysis/segment.h"
#include "analysis/settings.h"
#include "analysis/stable_vector.h"
#include "analysis/tw_buckets.h"

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace finrst {

struct Scene;

/// Segments of connections beyond `Settings::max_connections`: not analysed, but counted.
struct LeftOut {
    std::uint64_t segments = 0;
    std::uint64_t resets = 0;  ///< those of them that are RSTs
};

/// The analysis of one capture: segments in, in capture order; verdicts out. Every view (fields,
/// tables, dialog) reads this and computes nothing of its own.
///
/// Memory: bounded for each connection, host and reset; see tests/benchmarks. A connection has two
/// hosts, so that `Settings::max_connections` bounds the hosts, too. References stay valid until
/// the analysis is destroyed.
class CaptureAnalysis {
  public:
    explicit CaptureAnalysis(const Settings& settings = {})
        : settings_(settings), tw_buckets_(connections_, hosts_, settings_) {}
    CaptureAnalysis(const CaptureAnalysis&) = delete;
    CaptureAnalysis& operator=(const CaptureAnalysis&) = delete;

    /// Takes the next segments, none of which is a RST: faster than one by one.
    void add(std::span<const Segment> segments);
    /// `segment` comes soon: has the processor fetch what `add` looks up first. Changes nothing.
    void expect(const Segment& segment) const;
    /// Takes the next segment. Returns what it reset, if it is a RST that was not left out, else
    /// null.
    const Reset* add(const Segment& segment);

    /// Forgets all other connections than those of `kept`, which is by index, their resets and
    /// the hosts that have none left. What stays has other indexes from then on, and references
    /// end. Requires that no connection was left out.
    void keepOnly(const std::vector<bool>& kept);

    /// Counts frames from behind the first `frames` that it counts, in which none of its
    /// connections began, so that there is no end of numbers: `framesBefore` is more by that.
    void forgetFrames(std::uint32_t frames);
    /// The capture's frames before the one with the number 1 here.
    std::uint64_t framesBefore() const { return frames_before_; }
    /// The number in the capture of a frame that has this one here; 0 is no frame.
    std::uint64_t frameInCapture(std::uint32_t frame) const {
        return frame == 0 ? 0 : frames_before_ + frame;
    }

    /// The stream number of the last reset that `add` returned (`tcp.stream`).
    void setStream(std::uint32_t stream) { resets_.back().stream = stream; }

    /// Takes what the kernel of its sender says of the reset of that index, which is judged anew by
    /// that.
    void hear(std::uint32_t reset, const KernelReport& report);
    /// What the kernel of its sender says of a reset, or null.
    const KernelWord* kernelWord(const Reset& reset) const;
    /// Takes what a host says of itself; what it was judged by while the capture was read stays.
    void learn(const Address& host, const HostSettings& settings) {
        settings_.hosts[host] = settings;
    }
    /// Takes what its sender's count of refused buckets says of the reset of that index.
    void hearOfTable(std::uint32_t reset, TableWord word);
    /// The same of what captures at other places show of it.
    void hear(std::uint32_t reset, const PlacesReport& report);
    const PlacesReport* placesReport(const Reset& reset) const;
    /// The connections, by index, that reports are to tell of, so that what several places saw is
    /// told of once; empty: all.
    void tellOnly(std::vector<bool> told) { told_ = std::move(told); }
    const std::vector<bool>& told() const { return told_; }

    /// The reset in `segment`, which was added before; null if it is none, or was left out.
    const Reset* findReset(const Segment& segment) const;
    /// The index of the connection that `segment`, added before, belongs to; kNoIndex if it was
    /// left out.
    std::uint32_t findConnection(const Segment& segment) const;
    /// The same of the segment that was added last, at no cost.
    std::uint32_t latestConnection() const { return latest_connection_; }
    bool hasAffected() const { return affected_ > 0; }
    /// False when the connection of `segment` was not reset so far; seldom true otherwise. Far
    /// cheaper to know than the connection, and for most segments all there is to know.
    bool mayBeReset(const Segment& segment) const { return reset_marks_[flowMark(segment)]; }
    /// True when a RST answered a FIN of this connection because the socket was missing.
    bool isAffected(std::uint32_t connection) const;
    /// The first reset of the connection, unless both ends ignored it, where this FIN led to it, as
    /// its trigger or as the sender's own; else null.
    const Reset* findResetOfFin(const Segment& fin) const;

    /// Why the socket was missing, or why it aborted, with what speaks for and against it: by what
    /// the host's connections have shown so far.
    CauseFinding causeFinding(const Reset& reset) const;
    Cause cause(const Reset& reset) const { return causeFinding(reset).cause; }

    const StableVector<Reset>& resets() const { return resets_; }
    const Connections& connections() const { return connections_; }
    const StableVector<Host>& hosts() const { return hosts_; }
    const Connection& connectionOf(const Reset& reset) const {
        return connections_[reset.connection];
    }
    const Host& hostOf(const Connection& connection, Side side) const {
        return hosts_[connection.host(side)];
    }
    const Settings& settings() const { return settings_; }
    /// Of the host that sent the reset.
    Duration finTimeout(const Reset& reset) const {
        return settings_.finTimeoutOf(hostOf(connectionOf(reset), reset.sender).address,
                                      reset.time);
    }
    const LeftOut& leftOut() const { return left_out_; }
    const FrameSigns& frameSigns() const { return frame_signs_; }

    /// TCP segments taken, and the times of the first and of the latest one.
    std::uint64_t segments() const { return segments_; }
    Time firstTime() const { return first_time_; }
    Time lastTime() const { return last_time_; }

  private:
    /// In an order that is the same for both directions.
    struct FourTuple {
        Address a;
        Address b;
        std::uint16_t port_a = 0;
        std::uint16_t port_b = 0;
        std::uint16_t place = 0;  // of capture

        friend bool operator==(const FourTuple&, const FourTuple&) = default;
    };

    /// The same for both directions of a four-tuple, and not for many others: its ports and the
    /// ends of its addresses.
    static std::uint16_t flowMark(const Segment& segment) {
        return segment.source_port ^ segment.destination_port ^ segment.source.tail() ^
               segment.destination.tail();
    }
    /// Which end of its flow sent the segment.
    static Side senderOf(const Segment& segment);
    static FourTuple fourTupleOf(const Segment& segment, Side from);
    std::uint32_t hostIndex(const Address& address, std::uint16_t place, Side side);
    std::uint32_t hostIndex(const Address& address, std::uint16_t place);
    std::uint64_t hashOf(const FourTuple& flow) const;
    bool matches(std::uint32_t connection, const FourTuple& flow) const;
    bool isLatest(const FourTuple& flow) const;
    /// The latest incarnation of a four-tuple, or kNoIndex.
    std::uint32_t findLatest(const FourTuple& flow, std::uint64_t hash) const;
    FourTuple fourTupleOf(const Connection::Identity& identity) const;
    void turnTo(const FourTuple& flow);
    bool isFull() const;
    bool isLeftOut(const Segment& segment, std::uint32_t latest) const;
    Connection* connectionFor(const Segment& segment, Side from);
    /// What stands before the next incarnation of a four-tuple, whose latest one is `previous`.
    Connection::Earlier earlierThanNext(std::uint32_t previous) const;
    Connection::Identity identityOf(const FourTuple& flow);
    void openWithSyn(const Segment& syn, Side from);
    Connection& open(const Segment& segment, Side from);
    void noteOpened(const Connection::Identity& identity, const Segment& segment, Side from);
    void learnFromSyn(const Segment& syn, const Connection& connection, Side from);
    void noteSyn(const Segment& syn, const Connection::Identity& identity, Side from,
                 bool is_routed_copy);
    void addSegment(const Segment& segment, Connection& connection, Side from);
    std::uint32_t latestResetOf(const Connection& connection, Side sender, bool may_be_copy) const;
    const Reset* resetAt(std::uint32_t index) const {
        return index == kNoIndex ? nullptr : &resets_[index];
    }
    /// Of a RST of the end `sender` of a connection.
    Scene sceneOf(const Segment& segment, std::uint32_t connection, Side sender) const;
    void relate(Reset& reset, std::uint32_t related, bool leaked);
    const Reset* addReset(const Segment& segment, std::uint32_t index, Side sender);
    void learnFromReset(const Reset& reset, Side sender);
    void learnStack(const Reset& reset, Side sender);
    void passedRouter(Reset& copy);
    void watchSurvivors(const Segment& segment, std::uint32_t index, Side from);
    void reconsider(const Segment& segment, std::uint32_t index, Side from);
    void followReceiver(const Segment& segment, const Connection& connection, Side from);
    std::uint32_t endingReset(const Connection& connection) const;
    void indexConnection(const Connection::Identity& identity, std::uint32_t previous,
                         std::uint32_t index, std::uint64_t hash);
    void indexAnew();
    /// Has `testify` judge the reset of that index anew, and what is counted by its verdict.
    template <typename Testify>
    void judgeAnew(std::uint32_t reset, Testify testify);

    Settings settings_;
    StableVector<Host> hosts_;
    Connections connections_;
    StableVector<Reset> resets_;
    TwBuckets tw_buckets_;
    Time first_time_{};
    Time last_time_{};
    std::uint64_t segments_ = 0;
    std::uint64_t frames_before_ = 0;
    FrameSigns frame_signs_;
    // Of the latest segment.
    FourTuple latest_flow_;
    std::uint64_t latest_hash_ = 0;  // of the four-tuple
    std::uint32_t latest_connection_ = kNoIndex;
    std::array<std::uint32_t, 2> latest_hosts_{kNoIndex, kNoIndex};  // of the latest new connection
    KeyedHash hash_ = KeyedHash::withRandomKey();
    HashIndex host_index_;
    LatestOfPorts latest_of_ports_;
    HashIndex flow_index_;              // the latest incarnation of each four-tuple
    std::bitset<0x10000> reset_marks_;  // by `flowMark` of the RSTs
    std::uint32_t affected_ = 0;        // connections
    LeftOut left_out_;
    std::unordered_map<std::uint32_t, KernelWord> kernel_words_;      // by the RST's frame
    std::unordered_map<std::uint32_t, TableWord> table_words_;        // the same
    std::unordered_map<std::uint32_t, PlacesReport> places_reports_;  // the same
    std::vector<bool> told_;                                          // empty: all
    // The frame in which a connection's four-tuple was used anew by one that is left out.
    std::unordered_map<std::uint32_t, std::uint32_t> reused_in_;
};

}  // namespace finrst
