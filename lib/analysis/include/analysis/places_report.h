// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace finrst {

/// Whether a place of capture holds a RST. `kNo`: it does not, and had recorded it, had it passed.
enum class Seen : std::uint8_t { kUnknown, kYes, kNo };

/// What another place shows of a segment.
struct SegmentElsewhere {
    std::uint32_t frame = 0;  ///< here
    Seen seen = Seen::kUnknown;
    std::uint32_t frame_there = 0;  ///< 0: it is not there, or in other pieces
    Time time{};                    ///< when it passed there, by the clock here; of a frame there
};

/// What may be changed on the way, beyond the TTL that each router takes.
enum class Changed : std::uint8_t {
    kAddress,
    kPort,
    kNumbers,
    kMss,
    kWindowScale,
    kSackPermitted,
    kTimestamps,
    kOptions,
    kFlags,
    kWindow,
    kDscp,
    kTtl,
    kIpId,
};

/// Something between two places changes what passes both.
struct Change {
    Changed what{};
    bool is_of_sender =
        false;  ///< what the sender of the RST sends is changed, or what its peer does
    std::uint32_t frame = 0;  ///< here; 0: all
    std::string here;         ///< empty: it is not there
    std::string there;
};

/// A connection as another place saw it.
struct ConnectionElsewhere {
    std::string place;
    bool is_nearer_client = false;           ///< than the place here
    std::vector<SegmentElsewhere> segments;  ///< those that decide over the reset (report/ladder.h)
    std::vector<Change> changes;             ///< of these, and of the handshake
    /// Of these, the first one, no RST, that was lost on its way there; 0: none.
    std::uint32_t lost_frame = 0;
};

/// What captures of the same traffic at other places show of a RST. The place where the RST was
/// seen may itself be the nearest to an end of the connection.
struct PlacesReport {
    std::string place;              ///< where it was seen
    Seen sent = Seen::kUnknown;     ///< the place nearest to its sender holds it
    Seen arrived = Seen::kUnknown;  ///< that nearest to its receiver

    /// Another place, on that side of this one, which tells most; empty: there is none.
    std::string toward_sender;
    std::string toward_receiver;
    std::uint32_t frame_toward_sender = 0;  ///< of the same RST there; 0: it is not there
    std::uint32_t frame_toward_receiver = 0;

    /// Its connection at the place nearest to the end that this place is farther from; empty: there
    /// is none whose clock is known.
    std::optional<ConnectionElsewhere> beside;
    /// The same connection at other places, by index, where one analysis has them all.
    std::vector<std::uint32_t> connections;

    // Of a RST that was not sent.
    /// Nothing of its connection came there: another host may have it, under the same address.
    bool may_be_of_another_host = false;
    bool lacks_trigger = false;       ///< what it answers never came to `toward_sender`
    std::uint32_t went_on_frame = 0;  ///< there: what its sender sent after it, as if nothing was
    bool lost_nothing = false;        ///< the recorder there says that it missed no packet
    /// No recorder that misses a packet now and then explains it.
    bool isSure() const {
        return !may_be_of_another_host && (lacks_trigger || went_on_frame != 0 || lost_nothing);
    }
};

}  // namespace finrst
