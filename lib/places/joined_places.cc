// SPDX-License-Identifier: GPL-2.0-or-later
#include "places/joined_places.h"

#include "comparison.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace finrst {

namespace {

/// How much a place has to say of a connection.
enum class Telling : std::uint8_t { kNoReset, kReset, kResetLeft, kResetMade };

Telling tellingOf(const CaptureAnalysis& analysis, std::uint32_t connection) {
    const std::uint32_t first = analysis.connections()[connection].firstReset();
    if (first == kNoIndex) return Telling::kNoReset;
    const PlacesReport* report = analysis.placesReport(analysis.resets()[first]);
    if (report == nullptr) return Telling::kReset;
    if (report->sent == Seen::kNo) return Telling::kResetMade;
    const bool is_nearest = report->sent == Seen::kYes && report->toward_sender.empty();
    return is_nearest ? Telling::kResetLeft : Telling::kReset;
}

/// Of the places on one side of a RST, nearest first, takes what they say into `report`.
void takeSenderSide(const std::vector<Elsewhere>& places, PlacesReport& report) {
    if (places.empty()) return;
    report.sent = places.back().seen;
    // It was made behind the last that holds it.
    const auto missing = std::find_if(places.begin(), places.end(), [](const Elsewhere& place) {
        return place.seen == Seen::kNo;
    });
    const Elsewhere& telling = missing == places.end() ? places.back() : *missing;
    report.toward_sender = telling.place->name();
    report.frame_toward_sender = telling.frame;
    report.may_be_of_another_host = telling.may_be_of_another_host;
    report.lacks_trigger = telling.lacks_trigger;
    report.went_on_frame = telling.went_on_frame;
    report.lost_nothing = telling.lost_nothing;
}

void takeReceiverSide(const std::vector<Elsewhere>& places, PlacesReport& report) {
    if (places.empty()) return;
    report.arrived = places.back().seen;
    report.toward_receiver = places.back().place->name();
    report.frame_toward_receiver = places.back().frame;
}

/// Of the segments that decide over a reset, the frames and who sent them.
std::map<std::uint32_t, Side> framesOf(const CaptureAnalysis& analysis, const Reset& reset) {
    const Connection& connection = analysis.connectionOf(reset);
    std::map<std::uint32_t, Side> frames = {{connection.firstFrame(), connection.client()},
                                            {reset.trigger_frame, opposite(reset.sender)}};
    for (const Side side : {Side::kA, Side::kB}) {
        const Endpoint& end = connection.end(side);
        if (!end.sentFin()) continue;
        frames.emplace(end.fin_frame, side);
        if (end.finAcked()) frames.emplace(connection.finAckFrame(side), opposite(side));
    }
    if (connection.isReset()) {
        const Reset& first = analysis.resets()[connection.firstReset()];
        frames.emplace(first.frame, first.sender);
    }
    frames.emplace(reset.frame, reset.sender);
    return frames;
}

/// The least time until an end answered what passed `place`; empty: none did. `end_of`: the client
/// or the server of a connection.
template <typename EndOf>
std::optional<Duration> leastAnswer(const Place& place, EndOf end_of) {
    std::uint16_t least = kNoAnswer;
    for (std::uint32_t i = 0; i < place.endOfIndexes(); ++i) {
        if (!place.holds(i)) continue;
        least = std::min(least, end_of(place.analysis().connections()[i]).fastest_answer);
    }
    if (least == kNoAnswer) return std::nullopt;
    return Duration(AnswerTime(least));
}

/// Routers between two places; empty: no TTL tells of any.
std::optional<std::uint64_t> hopsBetween(const Comparison& comparison) {
    std::optional<std::uint64_t> least;
    for (const Twins& twins : comparison.shared()) {
        const auto hops = static_cast<std::uint64_t>(twins.distance().hops);
        if (hops > 0) least = std::min(least.value_or(hops), hops);
    }
    return least;
}

/// The address that is server at one of the places and client at the other; empty: there is none.
std::string proxyBetween(const Place& a, const Place& b) {
    const auto hostsOf = [](const Place& place, bool clients) {
        std::set<Address> hosts;
        for (std::uint32_t i = 0; i < place.endOfIndexes(); ++i) {
            if (!place.holds(i)) continue;
            const Connection& connection = place.analysis().connections()[i];
            const Side client = connection.client();
            const Side side = clients ? client : opposite(client);
            hosts.insert(place.analysis().hostOf(connection, side).address);
        }
        return hosts;
    };
    for (const auto& [near, far] : {std::pair(&a, &b), std::pair(&b, &a)}) {
        const std::set<Address> servers = hostsOf(*near, false);
        for (const Address& client : hostsOf(*far, true)) {
            if (servers.count(client) > 0) return client.toString();
        }
    }
    return "";
}

}  // namespace

JoinedPlaces::JoinedPlaces(std::vector<Place*> places) : places_(std::move(places)) {
    for (const Place* here : places_) {
        for (const Place* there : places_) {
            comparisons_.push_back(here == there ? nullptr
                                                 : std::make_unique<Comparison>(*here, *there));
        }
    }
}

JoinedPlaces::~JoinedPlaces() = default;

const Comparison& JoinedPlaces::compare(std::size_t here, std::size_t there) const {
    return *comparisons_[here * places_.size() + there];
}

std::string JoinedPlaces::refusal() const {
    for (std::size_t i = 0; i < places_.size(); ++i) {
        bool shares = false;
        for (std::size_t k = 0; k < places_.size(); ++k) {
            shares = shares || (i != k && !compare(i, k).shared().empty());
        }
        if (shares) continue;
        const Place& other = *places_[i == 0 ? 1 : 0];
        const std::string proxy = proxyBetween(*places_[i], other);
        const std::string sentence =
            places_[i]->name() + " has no connection in common with " + other.name() + ": ";
        if (proxy.empty()) {
            return sentence +
                   "they are of other traffic, or of another time, or something between "
                   "them gives connections numbers of its own, as a SYN proxy does, and a "
                   "firewall that hides those which systems chose.";
        }
        return sentence + proxy +
               " is the server in one of them and a client in the other. It is a proxy, which "
               "opens connections of its own: look at those of each side alone.";
    }
    return "";
}

PlacesReport JoinedPlaces::reportOn(std::size_t place, const Reset& reset) const {
    std::vector<Elsewhere> toward_sender;
    std::vector<Elsewhere> toward_receiver;
    for (std::size_t i = 0; i < places_.size(); ++i) {
        if (i == place) continue;
        const std::optional<Elsewhere> found = compare(place, i).lookFor(reset);
        if (found) (found->is_nearer_sender ? toward_sender : toward_receiver).push_back(*found);
    }
    PlacesReport report;
    report.place = places_[place]->name();
    report.beside = besideOf(place, reset);
    for (std::size_t i = 0; i < places_.size(); ++i) {
        if (i == place || &places_[i]->analysis() != &places_[place]->analysis()) continue;
        const std::uint32_t there = compare(place, i).connectionThere(reset.connection);
        if (there != kNoIndex) report.connections.push_back(there);
    }
    if (toward_sender.empty() && toward_receiver.empty()) return report;
    report.sent = report.arrived = Seen::kYes;  // if this place is the nearest to that end
    for (std::vector<Elsewhere>* side : {&toward_sender, &toward_receiver}) {
        std::sort(side->begin(), side->end(),
                  [](const Elsewhere& a, const Elsewhere& b) { return a.distance < b.distance; });
    }
    takeSenderSide(toward_sender, report);
    takeReceiverSide(toward_receiver, report);
    return report;
}

/// Of several places the last one on the way.
std::optional<ConnectionElsewhere> JoinedPlaces::besideOf(std::size_t place,
                                                          const Reset& reset) const {
    const Comparison* best = nullptr;
    for (std::size_t i = 0; i < places_.size(); ++i) {
        if (i == place || !compare(place, i).endNear(reset.connection)) continue;
        const Comparison& other = compare(place, i);
        const bool is_farther =
            best == nullptr || best->distance(reset.connection) < other.distance(reset.connection);
        if (is_farther) best = &other;
    }
    if (best == nullptr) return std::nullopt;
    const Connection& connection = places_[place]->analysis().connectionOf(reset);
    ConnectionElsewhere beside;
    beside.place = best->there().name();
    const Side end_beside = *best->endNear(reset.connection);
    beside.is_nearer_client = end_beside == connection.client();
    const std::map<std::uint32_t, Side> frames = framesOf(places_[place]->analysis(), reset);
    beside.changes = best->changes(reset, frames);
    for (const auto& [frame, from] : frames) {
        const SegmentElsewhere segment = best->follow(reset.connection, frame, from);
        const bool is_reset = frame == reset.frame || frame == connection.end(from).reset_frame;
        const bool is_lost = segment.seen == Seen::kNo && from != end_beside && !is_reset;
        if (is_lost && beside.lost_frame == 0) beside.lost_frame = frame;
        beside.segments.push_back(segment);
    }
    return beside;
}

void JoinedPlaces::tell() {
    for (std::size_t i = 0; i < places_.size(); ++i) {
        CaptureAnalysis& analysis = places_[i]->analysis();
        for (std::uint32_t k = 0; k < analysis.resets().size(); ++k) {
            const Reset& reset = analysis.resets()[k];
            const bool is_of_place = places_[i]->holds(reset.connection);
            if (is_of_place && !reset.is_copy) analysis.hear(k, reportOn(i, reset));
        }
    }
    chooseTellers();
}

/// Each connection as all places saw it, and of them the place that has most to say; of those that
/// say as much, the one that was named first.
void JoinedPlaces::chooseTellers() {
    std::vector<std::vector<bool>> is_done;
    for (const Place* place : places_) {
        is_done.emplace_back(place->analysis().connections().size());
    }
    told_ = is_done;
    for (std::size_t i = 0; i < places_.size(); ++i) {
        for (std::uint32_t connection = 0; connection < is_done[i].size(); ++connection) {
            if (is_done[i][connection] || !places_[i]->holds(connection)) continue;
            std::pair<std::size_t, std::uint32_t> teller(i, connection);
            Telling most = tellingOf(places_[i]->analysis(), connection);
            for (std::size_t k = i + 1; k < places_.size(); ++k) {
                const std::uint32_t there = compare(i, k).connectionThere(connection);
                if (there == kNoIndex || is_done[k][there]) continue;
                is_done[k][there] = true;
                const Telling telling = tellingOf(places_[k]->analysis(), there);
                if (telling > most) teller = {k, there};
                most = std::max(most, telling);
            }
            told_[teller.first][teller.second] = true;
        }
    }
}

std::vector<bool> JoinedPlaces::toldBy(std::size_t place) const {
    return told_[place];
}

std::vector<PlaceFinding> JoinedPlaces::findings() const {
    std::vector<PlaceFinding> findings;
    const Place& first = *places_.front();
    for (std::size_t i = 0; i < places_.size(); ++i) {
        const Place& place = *places_[i];
        PlaceFinding finding;
        finding.name = place.name();
        finding.segments = place.segments();
        finding.connections = place.connections();
        finding.start = place.firstTime();
        finding.end = place.lastTime();
        finding.dropped = place.lost();
        finding.round_trip_to_client = leastAnswer(
            place, [](const Connection& c) -> const Endpoint& { return c.end(c.client()); });
        finding.round_trip_to_server = leastAnswer(
            place,
            [](const Connection& c) -> const Endpoint& { return c.end(opposite(c.client())); });
        if (i > 0) {
            const Comparison& comparison = compare(0, i);
            finding.shared = static_cast<std::uint32_t>(comparison.shared().size());
            finding.hops = hopsBetween(comparison);
            if (const std::optional<Clock>& clock = comparison.clock()) {
                finding.clock_ahead = clock->ahead(first.begin());
                finding.clock_uncertainty = clock->uncertainty();
                finding.clock_drift = clock->drift();
            }
        }
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace finrst
