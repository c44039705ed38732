// SPDX-License-Identifier: GPL-2.0-or-later
#include "changes.h"

#include <algorithm>
#include <string>
#include <utility>

namespace finrst {

namespace {

/// Of the flags, those that boxes clear: for congestion (RFC 3168, 6.1.1) and urgent data.
constexpr std::uint8_t kOptional = 0xc0 | kUrg;
/// The rest of the octet may change at each router (RFC 3168, 5).
constexpr int kDscpShift = 2;

class Finder {
  public:
    Finder(const Place& here, const Place& there, const Twins& twins, Side sender)
        : here_(here), there_(there), twins_(twins), sender_(sender) {}

    void compareEnds() {
        const SharedConnection& shared = twins_.shared();
        for (const Side side : {sender_, opposite(sender_)}) {
            const Place::End ours = here_.endOf(here_.analysis().connections()[shared.here], side);
            const Place::End theirs =
                there_.endOf(there_.analysis().connections()[shared.there], shared.thereOf(side));
            tell(Changed::kAddress, side, 0, ours.address.toString(), theirs.address.toString());
            tell(Changed::kPort, side, 0, std::to_string(ours.port), std::to_string(theirs.port));
        }
    }

    void compare(std::size_t index) {
        const Sighting& ours = twins_.here()[index];
        const Sighting* theirs = twins_.twinOf(index);
        if (theirs == nullptr) return;
        const auto number = [&](Changed what, std::uint32_t here, std::uint32_t there) {
            tell(what, ours.from, ours.frame, std::to_string(here), std::to_string(there));
        };
        const std::uint32_t shift = twins_.shared().shift.of[static_cast<std::size_t>(ours.from)];
        number(Changed::kNumbers, ours.seq.value(), (ours.seq + shift).value());
        if (ours.has(kSyn)) compareOffers(ours, *theirs);
        const bool has_other_options = ours.has_options != theirs->has_options;
        if (!ours.has(kSyn) && has_other_options)
            tellWhether(Changed::kOptions, ours, ours.has_options);
        number(Changed::kFlags, ours.flags & kOptional, theirs->flags & kOptional);
        if (ours.has_window && theirs->has_window) {
            number(Changed::kWindow, ours.window, theirs->window);
        }
        const bool are_headers_known = ours.ttl != 0 && theirs->ttl != 0;
        if (!are_headers_known) return;
        number(Changed::kDscp, ours.tos >> kDscpShift, theirs->tos >> kDscpShift);
        if (twins_.nearEnd() && isTtlRaised(ours, *theirs)) {
            number(Changed::kTtl, ours.ttl, theirs->ttl);
        }
        number(Changed::kIpId, ours.ip_id, theirs->ip_id);
    }

    std::vector<Change> take() { return std::move(changes_); }

  private:
    bool isTtlRaised(const Sighting& ours, const Sighting& theirs) const {
        const bool came_here_first = ours.from == *twins_.nearEnd();
        return came_here_first ? ours.ttl < theirs.ttl : ours.ttl > theirs.ttl;
    }

    void compareOffers(const Sighting& ours, const Sighting& theirs) {
        const Offer* here = here_.offerOf(ours.frame);
        const Offer* there = there_.offerOf(theirs.frame);
        if (here == nullptr || there == nullptr || !here->is_known || !there->is_known) return;
        const auto compareValues = [&](Changed what, std::uint8_t kind, std::uint32_t value_here,
                                       std::uint32_t value_there) {
            const auto text = [&](const Offer& offer, std::uint32_t value) {
                return offer.options.has(kind) ? std::to_string(value) : std::string();
            };
            tell(what, ours.from, ours.frame, text(*here, value_here), text(*there, value_there));
        };
        compareValues(Changed::kMss, option::kMss, here->mss, there->mss);
        compareValues(Changed::kWindowScale, option::kWindowScale, here->window_shift,
                      there->window_shift);
        for (const auto& [what, kind] : {std::pair(Changed::kSackPermitted, option::kSackPermitted),
                                         std::pair(Changed::kTimestamps, option::kTimestamps),
                                         std::pair(Changed::kOptions, option::kOther)}) {
            const bool is_here = here->options.has(kind);
            if (is_here != there->options.has(kind)) tellWhether(what, ours, is_here);
        }
    }

    void tellWhether(Changed what, const Sighting& ours, bool is_here) {
        const auto text = [](bool is_there) { return std::string(is_there ? "present" : ""); };
        tell(what, ours.from, ours.frame, text(is_here), text(!is_here));
    }

    void tell(Changed what, Side side, std::uint32_t frame, std::string here, std::string there) {
        const bool is_of_sender = side == sender_;
        const bool is_told = std::any_of(changes_.begin(), changes_.end(), [&](const Change& c) {
            return c.what == what && c.is_of_sender == is_of_sender;
        });
        if (here == there || is_told) return;
        changes_.push_back({what, is_of_sender, frame, std::move(here), std::move(there)});
    }

    const Place& here_;
    const Place& there_;
    const Twins& twins_;
    Side sender_;
    std::vector<Change> changes_;
};

}  // namespace

std::vector<Change> changesBetween(const Place& here, const Place& there, const Twins& twins,
                                   const Reset& reset,
                                   const std::map<std::uint32_t, Side>& frames) {
    Finder finder(here, there, twins, reset.sender);
    finder.compareEnds();
    const std::vector<Sighting>& sightings = twins.here();
    for (const bool is_reset : {true, false}) {
        for (std::size_t i = 0; i < sightings.size(); ++i) {
            const Sighting& sighting = sightings[i];
            const auto frame = frames.find(sighting.frame);
            const bool decides =
                sighting.has(kSyn) || (frame != frames.end() && frame->second == sighting.from);
            if (decides && (sighting.frame == reset.frame) == is_reset) finder.compare(i);
        }
    }
    return finder.take();
}

}  // namespace finrst
