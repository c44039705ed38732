// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/stack.h"
#include "analysis/verdict.h"
#include "report/explanation.h"
#include "report/figure.h"
#include "report/ladder.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace finrst {

/// What happened. Of incidents that did the same harm, those that stand first are told first.
enum class IncidentKind : std::uint8_t {
    // The socket was gone.
    kTableFull,       ///< of TIME_WAIT buckets
    kFinTimeout,      ///< the closer did not wait as long as the peer took
    kOrphanGivenUp,   ///< the closer's FIN had no ACK
    kFinMetNoSocket,  ///< the capture does not show why
    kHostLost,        ///< a host knows none of several connections
    kConnectionUnknown,
    kProcessGone,  ///< a service reset many connections within a second
    // What services do.
    kUploadRefused,  ///< a server closed over data that it had not read
    kServerAborts,
    kAcceptQueueFull,
    kListenerClosed,  ///< over connections that nobody had accepted
    kSynCookie,
    kPortClosed,
    kHandshakeReset,  ///< for another reason
    // What callers do.
    kKeepaliveRace,
    kReuseAfterClose,
    kKeepaliveTimeout,
    kCloseWait,  ///< an end that did not close
    kClientAborts,
    kClosedEarly,  ///< while the peer was sending
    // What is between them.
    kBoxIdleTimeout,
    kConntrackInvalid,
    kFirewallRefuses,
    kForgedResets,
    kNatUntranslated,
    // The rest.
    kSelfDescribed,
    kNoFinWait2,  ///< TCP_LINGER2 below 0
    kUnexplained,
    kPortReuse,
    kScan,
    kStray,
    kHarmlessTail,
};
inline constexpr std::size_t kIncidentKinds =
    static_cast<std::size_t>(IncidentKind::kHarmlessTail) + 1;

/// What a reset cost, the worst last. `kNothing`: both ends had all they had been sent, or nothing
/// was to be had.
enum class Harm : std::uint8_t { kNothing, kUnknown, kRequestFailed, kDataLost };
inline constexpr std::size_t kHarms = 4;

/// Different values, in their order; of very many, those that came first.
template <typename Value>
class FewOf {
  public:
    static constexpr std::size_t kMost = 64;

    void add(const Value& value) {
        const auto place = std::lower_bound(values_.begin(), values_.end(), value);
        if (place != values_.end() && *place == value) return;
        if (values_.size() == kMost) {
            has_more_ = true;
        } else {
            values_.insert(place, value);
        }
    }
    void add(const FewOf& other) {
        for (const Value& value : other.values_) add(value);
        has_more_ = has_more_ || other.has_more_;
    }
    const std::vector<Value>& values() const { return values_; }
    /// There are others than `values`.
    bool hasMore() const { return has_more_; }
    bool isOne() const { return values_.size() == 1 && !has_more_; }

  private:
    std::vector<Value> values_;
    bool has_more_ = false;
};

/// An incident in words: sentences with their full stop, but for the title.
struct IncidentText {
    std::string title;                ///< what happened, to whom
    std::string facts;                ///< how many, when, where to look
    std::string harm;                 ///< what was lost
    std::vector<std::string> reason;  ///< why that is so, and what shows it
    std::vector<std::string> advice;  ///< what to do, and what would tell more
};

/// Resets that one thing explains, as a sum: it takes no more memory for a million of them.
struct Incident {
    static constexpr std::size_t kExamples = 5;

    std::uint32_t number = 0;  ///< from 1 on, in the order of harm
    IncidentKind kind = IncidentKind::kUnexplained;
    bool is_by_server = false;  ///< the RSTs came in the name of the server
    FewOf<Address> clients;
    FewOf<SocketAddress> servers;
    Stack stack = Stack::kUnknown;  ///< of the host that has to act; unknown where several differ

    std::uint32_t resets = 0;                               ///< copies not counted
    std::uint32_t connections = 0;                          ///< that they reset
    std::array<std::uint32_t, kHarms> by_harm{};            ///< connections; index: Harm
    std::array<std::uint32_t, 3> by_certainty{};            ///< resets; index: Certainty
    std::array<std::uint32_t, kVerdicts> by_verdict{};      ///< resets; index: Verdict
    std::array<std::uint32_t, kVerdicts> by_alternative{};  ///< those that leave that verdict, too

    Time first{};
    Time last{};
    std::vector<std::uint64_t> frames;  ///< of the first RSTs
    /// The shortest and the longest of the times that such incidents are about: see `measure` of
    /// incident_kind.h.
    std::optional<std::array<Duration, 2>> times;
    // Of the RST in the first of `frames`.
    Explanation example;
    std::string place;          ///< whose frame that is, of captures at several places
    std::string where_to_look;  ///< for what made it between two of them
    Course course;              ///< of its connection

    IncidentText text;

    Harm harm() const;
    Verdict verdict() const;      ///< of most of the resets
    Certainty certainty() const;  ///< of most of them, and not more than of a group as a whole
    /// What is left beside the verdict, the likeliest first.
    std::vector<Verdict> alternatives() const;
};

/// Wireshark's display filter for the incident of that number.
std::string filterOf(std::uint32_t incident);

}  // namespace finrst
