// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/connection.h"
#include "analysis/frame_shift.h"
#include "analysis/lone_syn.h"
#include "analysis/renumbering.h"
#include "analysis/stable_vector.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace finrst {

/// The connections of a capture, in the order in which they began. Those that are a lone SYN are
/// held as such until they are asked for as a whole: what looks at all of them asks for `isLoneSyn`
/// first. References stay valid until some are dropped.
class Connections {
  public:
    std::size_t size() const { return places_.size(); }
    bool empty() const { return places_.empty(); }

    /// Whole from then on.
    Connection& operator[](std::size_t i) { return isLoneSyn(i) ? makeWhole(i) : wholeAt(i); }
    const Connection& operator[](std::size_t i) const {
        return isLoneSyn(i) ? makeWhole(i) : wholeAt(i);
    }

    bool isLoneSyn(std::size_t i) const { return places_[i].is_lone_syn; }
    const LoneSyn& loneSyn(std::size_t i) const { return lone_syns_[places_[i].index]; }
    std::size_t loneSyns() const { return lone_syns_.size() - free_.size(); }

    // What can be told of either.
    const Connection::Identity& identity(std::size_t i) const {
        return isLoneSyn(i) ? loneSyn(i).identity() : wholeAt(i).identity();
    }
    std::uint32_t host(std::size_t i, Side side) const { return identity(i).host(side); }
    std::uint32_t firstFrame(std::size_t i) const {
        return isLoneSyn(i) ? loneSyn(i).frame() : wholeAt(i).firstFrame();
    }
    std::uint32_t firstReset(std::size_t i) const {
        return isLoneSyn(i) ? kNoIndex : wholeAt(i).firstReset();
    }
    Connection::Earlier earlier(std::size_t i) const {
        return isLoneSyn(i) ? Connection::Earlier{} : wholeAt(i).earlier();
    }

    Connection& add(const Connection::Identity& identity, const Connection::Earlier& earlier,
                    const Segment& first) {
        places_.emplace_back(place(whole_.size(), false));
        return whole_.emplace_back(identity, earlier, first);
    }
    /// Requires that its four-tuple has no earlier incarnation.
    void add(const LoneSyn& syn);

    /// Hosts and resets have other indexes now, and so have those that `kept` keeps; the others are
    /// dropped.
    void renumber(const Renumbering& hosts, const Renumbering& resets, const Renumbering& kept);
    /// Frames have other numbers now.
    void renumber(const FrameShift& shift);

  private:
    /// Where a connection is: an index into `whole_` or `lone_syns_`.
    struct Place {
        std::uint32_t index : 31;
        std::uint32_t is_lone_syn : 1;
    };

    static Place place(std::size_t index, bool is_lone_syn) {
        constexpr std::uint32_t kMost = ~std::uint32_t{0} >> 1;
        return {static_cast<std::uint32_t>(index) & kMost, is_lone_syn};
    }
    const Connection& wholeAt(std::size_t i) const { return whole_[places_[i].index]; }
    Connection& wholeAt(std::size_t i) { return whole_[places_[i].index]; }
    // Seldom: not in the midst of what each segment takes.
    [[gnu::noinline]] Connection& makeWhole(std::size_t i) const;

    // To be asked for changes how a connection is held, and nothing that it tells.
    mutable StableVector<Place> places_;
    mutable StableVector<Connection> whole_;
    StableVector<LoneSyn> lone_syns_;
    mutable std::vector<std::uint32_t> free_;  // of `lone_syns_`
};

}  // namespace finrst
