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

std::string lineOf(const PlaceFinding& place, const PlaceFinding& first) {
    std::string line = place.name + ": " + counted(place.segments, "segment", "segments") + " of " +
                       counted(place.connections, "connection", "connections");
    if (place.dropped) {
        line += *place.dropped == 0 ? ", and none dropped by its recorder"
                                    : ", and " + std::to_string(*place.dropped) +
                                          " packets dropped by its recorder";
    }
    if (&place == &first) return line + ".";
    return line + "; shares " + counted(place.shared, "connection", "connections") + " with " +
           first.name + "; " + onClock(place, first) + ".";
}

}  // namespace

std::span<const TokenText<Seen>> seenTexts() {
    return kSeenTexts;
}

std::string_view token(Seen seen) {
    return kSeenTexts[static_cast<std::size_t>(seen)].token;
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

void writePlaces(const Report& report, const Sink& sink) {
    for (const PlaceFinding& place : report.places) {
        sink(wrap("", lineOf(place, report.places.front())));
    }
}

}  // namespace finrst
