// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/places_text.h"

#include "report/text_template.h"
#include "text_layout.h"

#include <array>
#include <cmath>

namespace finrst {

namespace {

constexpr std::array kSeenTexts = {
    TokenText{Seen::kUnknown, "unknown", "the captures do not show it"},
    TokenText{Seen::kYes, "yes", "the capture there holds it"},
    TokenText{Seen::kNo, "no", "the capture there would hold it, and does not"},
};

constexpr std::array kChangedTexts = {
    TokenText{Changed::kAddress, "address", "address"},
    TokenText{Changed::kPort, "port", "port"},
    TokenText{Changed::kNumbers, "numbers", "sequence numbers"},
    TokenText{Changed::kMss, "mss", "MSS"},
    TokenText{Changed::kWindowScale, "window_scale", "window scale"},
    TokenText{Changed::kSackPermitted, "sack_permitted", "SACK permitted"},
    TokenText{Changed::kTimestamps, "timestamps", "timestamps"},
    TokenText{Changed::kOptions, "options", "options"},
    TokenText{Changed::kFlags, "flags", "flags"},
    TokenText{Changed::kWindow, "window", "window"},
    TokenText{Changed::kDscp, "dscp", "DSCP"},
    TokenText{Changed::kTtl, "ttl", "TTL"},
    TokenText{Changed::kIpId, "ip_id", "IP ID"},
};

std::string textOf(const Change& change) {
    std::string text = change.is_of_sender ? "the sender's " : "the peer's ";
    text += kChangedTexts[static_cast<std::size_t>(change.what)].meaning;
    if (change.frame != 0) text += " in frame " + std::to_string(change.frame);
    const auto at = [](const std::string& value, const std::string& place) {
        return value.empty() ? "not " + place : value + " " + place;
    };
    return text + " (" + at(change.here, "here") + ", " + at(change.there, "there") + ")";
}

/// Of a clock beside that of the first place.
std::string onClock(const PlaceFinding& place, const PlaceFinding& first) {
    if (!place.clock_ahead) return "its clock is not known";
    const Duration ahead = *place.clock_ahead;
    std::string text = "its clock is " + toText(std::chrono::abs(ahead)) +
                       (ahead < Duration::zero() ? " behind" : " ahead of") + " that of " +
                       first.name + ", ± " + toText(*place.clock_uncertainty);
    const double drift = std::abs(*place.clock_drift) * 1e6;
    if (drift == 0) return text;
    return text + format(", and %s %.1f µs in a second", *place.clock_drift < 0 ? "loses" : "gains",
                         drift);
}

/// From there to the hosts and back.
std::string onRoundTrips(const PlaceFinding& place) {
    std::string text;
    const auto add = [&](const std::optional<Duration>& round_trip, const char* of) {
        if (!round_trip) return;
        text += text.empty() ? "; the fastest answer of " : ", of ";
        text += std::string(of) + " came within " + toText(*round_trip);
    };
    add(place.round_trip_to_client, "a client");
    add(place.round_trip_to_server, "a server");
    return text;
}

std::string lineOf(const PlaceFinding& place, const PlaceFinding& first) {
    std::string line = place.name + ": " + counted(place.segments, "segment", "segments") + " of " +
                       counted(place.connections, "connection", "connections");
    if (place.dropped) {
        line += *place.dropped == 0 ? ", and none dropped by its recorder"
                                    : ", and " + std::to_string(*place.dropped) +
                                          " packets dropped by its recorder";
    }
    line += onRoundTrips(place);
    if (&place == &first) return line + ".";
    line +=
        "; shares " + counted(place.shared, "connection", "connections") + " with " + first.name;
    if (place.hops) line += ", " + counted(*place.hops, "router", "routers") + " away";
    return line + "; " + onClock(place, first) + ".";
}

}  // namespace

std::span<const TokenText<Seen>> seenTexts() {
    return kSeenTexts;
}

std::string_view token(Seen seen) {
    return kSeenTexts[static_cast<std::size_t>(seen)].token;
}

std::span<const TokenText<Changed>> changedTexts() {
    return kChangedTexts;
}

std::string_view token(Changed changed) {
    return kChangedTexts[static_cast<std::size_t>(changed)].token;
}

std::string changesText(std::span<const Change> changes) {
    std::string text;
    for (const Change& change : changes) text += (text.empty() ? "" : ", ") + textOf(change);
    return text;
}

std::string whereSeen(const PlacesReport& report) {
    std::string text = "in " + report.place;
    const auto add = [&](std::uint32_t frame, const std::string& place) {
        if (frame != 0) text += ", frame " + std::to_string(frame) + " in " + place;
    };
    add(report.frame_toward_sender, report.toward_sender);
    add(report.frame_toward_receiver, report.toward_receiver);
    if (report.sent == Seen::kNo)
        text += ", not in " + report.toward_sender + ", where it would have come from";
    if (report.arrived == Seen::kNo) text += ", never came to " + report.toward_receiver;
    return text;
}

std::string whereToLook(const PlacesReport* report) {
    if (report == nullptr || report->sent != Seen::kNo) return "";
    return "Look at firewalls and load balancers between " + report->toward_sender + " and " +
           report->place + ": one of them made it.";
}

std::vector<std::string> placesLines(const Report& report) {
    std::vector<std::string> lines;
    for (const PlaceFinding& place : report.places) {
        lines.push_back(lineOf(place, report.places.front()));
    }
    return lines;
}

void writePlaces(const Report& report, const Sink& sink) {
    for (const std::string& line : placesLines(report)) sink(wrap("", line));
}

}  // namespace finrst
