// SPDX-License-Identifier: GPL-2.0-or-later
#include "comparison.h"

#include <algorithm>
#include <utility>

namespace finrst {

namespace {

/// The index of what that end sent in that frame; the size, if there is none.
std::size_t indexOf(const std::vector<Sighting>& sightings, std::uint32_t frame, Side from) {
    auto found = std::lower_bound(sightings.begin(), sightings.end(), frame,
                                  [](const Sighting& s, std::uint32_t f) { return s.frame < f; });
    while (found != sightings.end() && found->frame == frame && found->from != from) ++found;
    const bool is_there = found != sightings.end() && found->frame == frame;
    return static_cast<std::size_t>((is_there ? found : sightings.end()) - sightings.begin());
}

}  // namespace

Comparison::Comparison(const Place& here, const Place& there)
    : here_(here), there_(there), twins_of_(here.endOfIndexes(), kNoIndex) {
    std::vector<ClockPoint> points;
    for (const SharedConnection& shared : sharedConnections(here, there)) {
        twins_of_[shared.here] = static_cast<std::uint32_t>(shared_.size());
        shared_.emplace_back(here, there, shared);
        shared_.back().addTo(points);
    }
    clock_ = Clock::fit(points);
    if (!clock_) return;
    for (Twins& twins : shared_) {
        twins.findByTime(*clock_);
        learn(twins);
        missed_.push_back(countMissed(twins));
        missed_there_ += missed_.back();
    }
    for (std::uint32_t i = 0; i < here.endOfIndexes(); ++i) {
        if (here.holds(i) && find(i) == nullptr) learnElsewhere(i);
    }
    for (const Reset& reset : there.analysis().resets()) {
        if (there.holds(reset.connection)) resets_there_.insert(bothNumbers(reset.seq, reset.ack));
    }
    for (std::uint32_t i = 0; i < there.endOfIndexes(); ++i) {
        if (!there.holds(i)) continue;
        const Connection& connection = there.analysis().connections()[i];
        connections_there_.emplace(there.endOf(connection, Side::kA),
                                   there.endOf(connection, Side::kB));
    }
}

const Twins* Comparison::find(std::uint32_t connection) const {
    const std::uint32_t index = twins_of_[connection];
    return index == kNoIndex ? nullptr : &shared_[index];
}

Comparison::Stream Comparison::streamOf(const Connection& connection, Side sender) const {
    const Side client = connection.client();
    return {here_.endOf(connection, client).address, here_.endOf(connection, opposite(client)),
            sender == client};
}

Comparison::Stream Comparison::ofAnyService(Stream stream) {
    std::get<Place::End>(stream).port = 0;
    return stream;
}

void Comparison::learn(const Twins& twins) {
    const std::optional<Side> near = twins.nearEnd();
    if (!near || !twins.shared().same_addresses) return;
    const Connection& connection = here_.analysis().connections()[twins.shared().here];
    for (const Side sender : {Side::kA, Side::kB}) {
        if (!twins.hasTwinsOf(sender)) continue;
        const Stream stream = streamOf(connection, sender);
        streams_[stream] = {sender != *near, twins.distance()};
        streams_[ofAnyService(stream)] = streams_[stream];
    }
}

/// Of a connection that the other place had recorded, had it passed there: its server serves the
/// client, too.
void Comparison::learnElsewhere(std::uint32_t connection) {
    const Connection& seen = here_.analysis().connections()[connection];
    const Side server = opposite(seen.client());
    for (const Sighting& sighting : here_.sightings(connection)) {
        const bool is_answer = sighting.from == server && sighting.tellsBothEnds();
        if (!is_answer || !wasRecordedThere(sighting.time)) continue;
        elsewhere_.insert(streamOf(seen, server));
        elsewhere_.insert(ofAnyService(streamOf(seen, server)));
        return;
    }
}

/// Of what came here through there, and is not a RST, which somebody may have made between.
std::uint32_t Comparison::countMissed(const Twins& twins) {
    const std::optional<Side> near = twins.nearEnd();
    if (!near) return 0;
    std::uint32_t missed = 0;
    for (std::size_t i = 0; i < twins.here().size(); ++i) {
        const Sighting& sighting = twins.here()[i];
        const bool came_through = sighting.from != *near && !sighting.has(kRst);
        if (!came_through || !wasRecordedThere(sighting.time)) continue;
        ++passed_there_;
        missed += !twins.wasSeenThere(i);
    }
    return missed;
}

/// The other place recorded when what passes here at that time passed there.
bool Comparison::wasRecordedThere(Time here) const {
    const Duration slack = clock_->uncertainty() + clock_->longestThere() + clock_->longestHere();
    const Time there = clock_->there(here);
    return there_.begin() < there - slack && there + slack < there_.end();
}

/// A recorder that misses packets now and then would have missed others than just two.
bool Comparison::missesNothing() const {
    constexpr std::uint32_t kEnough = 100;
    return missed_there_ == 0 && passed_there_ >= kEnough;
}

/// The other place recorded what that end sends.
bool Comparison::isRecorded(const Twins& twins, Side sender) const {
    if (twins.hasTwinsOf(sender)) return true;
    const Connection& connection = here_.analysis().connections()[twins.shared().here];
    return twins.shared().same_addresses && streams_.count(streamOf(connection, sender)) > 0;
}

std::optional<Side> Comparison::endNear(std::uint32_t connection) const {
    const Twins* twins = find(connection);
    if (twins == nullptr || !clock_ || !twins->nearEnd()) return std::nullopt;
    return opposite(*twins->nearEnd());
}

SegmentElsewhere Comparison::follow(std::uint32_t connection, std::uint32_t frame,
                                    Side from) const {
    const Twins& twins = *find(connection);
    SegmentElsewhere found{.frame = frame};
    const std::size_t index = indexOf(twins.here(), frame, from);
    if (index == twins.here().size()) return found;
    const Sighting& sighting = twins.here()[index];
    if (const Sighting* twin = twins.twinOf(index)) {
        found.seen = Seen::kYes;
        found.frame_there = twin->frame;
        found.time = twin->time - clock_->ahead(sighting.time);
    } else if (!sighting.has(kRst) && twins.wasSeenThere(index)) {
        found.seen = Seen::kYes;
    } else if (wouldHold(twins, sighting)) {
        found.seen = Seen::kNo;
    }
    return found;
}

/// The other place holds what went that way at that time.
bool Comparison::wouldHold(const Twins& twins, const Sighting& sighting) const {
    const bool may_be_changed = sighting.has(kRst) && twins.hasStrangeResetThere(sighting.from);
    return clock_ && !may_be_changed && wasRecordedThere(sighting.time) &&
           isRecorded(twins, sighting.from) && missed_[twins_of_[twins.shared().here]] == 0;
}

std::optional<Elsewhere> Comparison::lookFor(const Reset& reset) const {
    const Twins* twins = find(reset.connection);
    if (twins == nullptr) return lookInStream(reset);
    if (!twins->nearEnd()) return std::nullopt;
    return lookInConnection(reset, *twins);
}

Elsewhere Comparison::lookInConnection(const Reset& reset, const Twins& twins) const {
    Elsewhere found{.place = &there_,
                    .is_nearer_sender = *twins.nearEnd() != reset.sender,
                    .distance = twins.distance()};
    const std::size_t index = indexOf(twins.here(), reset.frame, reset.sender);
    if (index == twins.here().size()) return found;
    if (const Sighting* twin = twins.twinOf(index)) {
        found.seen = Seen::kYes;
        found.frame = twin->frame;
        return found;
    }
    if (!wouldHold(twins, twins.here()[index])) return found;
    found.seen = Seen::kNo;
    if (!found.is_nearer_sender) return found;
    const std::size_t trigger = indexOf(twins.here(), reset.trigger_frame, opposite(reset.sender));
    found.lacks_trigger = trigger < twins.here().size() && !twins.wasSeenThere(trigger) &&
                          isRecorded(twins, opposite(reset.sender)) && missesNothing();
    found.went_on_frame = twins.wentOnThere(
        reset.sender, clock_->there(reset.time) + clock_->uncertainty(), reset.sender_next);
    found.lost_nothing = there_.lost() == 0;
    return found;
}

/// Of a connection that the other place does not hold: the firewall that answered its SYN let
/// nothing pass. What it holds of the same client and service tells what it would hold, and of any
/// service where its recorder took them all; unless another host serves the same address, behind a
/// load balancer that leaves addresses as they are, or with routes of equal cost.
std::optional<Elsewhere> Comparison::lookInStream(const Reset& reset) const {
    const Connection& connection = here_.analysis().connectionOf(reset);
    Stream key = streamOf(connection, reset.sender);
    if (streams_.count(key) == 0 && there_.tookAllTcp()) key = ofAnyService(key);
    const auto stream = streams_.find(key);
    if (stream == streams_.end()) return std::nullopt;
    Elsewhere found{.place = &there_,
                    .is_nearer_sender = stream->second.is_nearer_sender,
                    .distance = stream->second.distance};
    const bool may_be_there = resets_there_.count(bothNumbers(reset.seq, reset.ack)) > 0 ||
                              connections_there_.count({here_.endOf(connection, Side::kA),
                                                        here_.endOf(connection, Side::kB)}) > 0;
    const bool is_served_elsewhere = elsewhere_.count(key) > 0;
    if (may_be_there || is_served_elsewhere || !wasRecordedThere(reset.time) || missed_there_ > 0) {
        return found;
    }
    found.seen = Seen::kNo;
    if (!found.is_nearer_sender) return found;
    found.may_be_of_another_host = true;
    const bool is_other_way_recorded =
        streams_.count(streamOf(connection, opposite(reset.sender))) > 0;
    found.lacks_trigger = reset.trigger_frame != 0 && is_other_way_recorded && missesNothing();
    found.lost_nothing = there_.lost() == 0;
    return found;
}

}  // namespace finrst
