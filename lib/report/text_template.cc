// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/text_template.h"

#include "report/places_text.h"
#include "report/stack_text.h"
#include "report/verdict_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace finrst {

namespace {

using Write = std::string (*)(const TextSource&);

struct Name {
    std::string_view name;
    Write write;
};

std::string hex(std::uint32_t value) {
    char buffer[16];
    std::snprintf(buffer, sizeof buffer, "0x%05x", value);
    return buffer;
}

template <auto member>
std::string number(const TextSource& source) {
    return std::to_string(source.reset.*member);
}
template <auto member>
std::string sequence(const TextSource& source) {
    return std::to_string((source.reset.*member).value());
}
template <auto member>
std::string time(const TextSource& source) {
    return toText(source.reset.*member);
}
template <auto member>
std::string label(const TextSource& source) {
    return hex(source.reset.*member);
}

/// For sentences on verdicts, which are told whether the frame is in the capture or not.
std::string whatIsAnswered(const TextSource& source) {
    if (source.reset.trigger_frame == 0) return "a segment that was not captured";
    return "frame " + number<&Reset::trigger_frame>(source);
}
std::string whatIsRefused(const TextSource& source) {
    const bool of_proxy = source.reset.evidence.has(Evidence::kProxyAnswered);
    return of_proxy ? "the SYN that a proxy sent on" : "the SYN in " + whatIsAnswered(source);
}
std::string whereItClosed(const TextSource& source) {
    const Reset& reset = source.reset;
    if (reset.own_fin_frame == 0) return "its FIN was not captured";
    const std::string closed = "frame " + number<&Reset::own_fin_frame>(source);
    const bool acked = reset.own_fin_ack_delay >= Duration::zero();
    return acked ? closed + ", ACKed in frame " + number<&Reset::own_fin_ack_frame>(source)
                 : closed;
}

std::string stackTimer(const TextSource& source) {
    const auto timer = finWait2Timer(source.host.stack_signs | source.reset.stack_signs);
    return timer ? toText(*timer) : "";
}

std::string kernelReason(const TextSource& source) {
    if (source.kernel == nullptr || source.kernel->report.reason.empty()) {
        return "without a reason (Linux before 6.10)";
    }
    return "with the reason " + source.kernel->report.reason;
}
std::string verdictOfCapture(const TextSource& source) {
    return source.kernel == nullptr ? "" : std::string(token(source.kernel->of_capture));
}

bool isBesideAnother(const TextSource& source) {
    return source.places != nullptr && source.places->beside.has_value();
}
/// Of the segments that decide over the RST.
std::string whatWasLost(const TextSource& source) {
    if (!isBesideAnother(source)) return "";
    const Reset& reset = source.reset;
    const std::uint32_t lost = source.places->beside->lost_frame;
    if (lost == reset.own_fin_frame) return "the sender's FIN";
    if (lost == reset.peer_fin_frame) return "the peer's FIN";
    if (lost == reset.own_fin_ack_frame) return "the ACK of the sender's FIN";
    if (lost == reset.peer_fin_ack_frame) return "the ACK of the peer's FIN";
    return lost == reset.trigger_frame ? "what it answers" : "the first segment";
}
std::string frameLost(const TextSource& source) {
    return isBesideAnother(source) ? std::to_string(source.places->beside->lost_frame) : "";
}
std::string placeBeside(const TextSource& source) {
    return isBesideAnother(source) ? source.places->beside->place : "";
}

std::string whatIsChanged(const TextSource& source) {
    return isBesideAnother(source) ? changesText(source.places->beside->changes) : "";
}

template <auto member>
std::string otherPlace(const TextSource& source) {
    return source.places == nullptr ? "" : source.places->*member;
}
template <auto member>
std::string frameElsewhere(const TextSource& source) {
    return source.places == nullptr ? "" : std::to_string(source.places->*member);
}

constexpr std::array kNames = {
    Name{"the_trigger", whatIsAnswered},
    Name{"the_syn", whatIsRefused},
    Name{"the_close", whereItClosed},
    Name{"kernel_reason", kernelReason},
    Name{"of_capture", verdictOfCapture},
    Name{"toward_sender", otherPlace<&PlacesReport::toward_sender>},
    Name{"toward_receiver", otherPlace<&PlacesReport::toward_receiver>},
    Name{"frame_toward_sender", frameElsewhere<&PlacesReport::frame_toward_sender>},
    Name{"frame_toward_receiver", frameElsewhere<&PlacesReport::frame_toward_receiver>},
    Name{"went_on", frameElsewhere<&PlacesReport::went_on_frame>},
    Name{"the_lost", whatWasLost},
    Name{"lost", frameLost},
    Name{"beside", placeBeside},
    Name{"changes", whatIsChanged},
    Name{"trigger", number<&Reset::trigger_frame>},
    Name{"own_fin", number<&Reset::own_fin_frame>},
    Name{"own_fin_ack", number<&Reset::own_fin_ack_frame>},
    Name{"peer_fin", number<&Reset::peer_fin_frame>},
    Name{"peer_fin_ack", number<&Reset::peer_fin_ack_frame>},
    Name{"first_reset", number<&Reset::first_reset_frame>},
    Name{"contradiction", number<&Reset::contradiction_frame>},
    Name{"sender_frame", number<&Reset::sender_frame>},
    Name{"related", number<&Reset::related_frame>},
    Name{"beyond_window", number<&Reset::beyond_window>},
    Name{"fin_copies", number<&Reset::fin_copies>},
    Name{"probes", number<&Reset::probes>},
    Name{"window", number<&Reset::window>},
    Name{"ttl", number<&Reset::ttl>},
    Name{"sender_ttl", number<&Reset::sender_ttl>},
    Name{"host_ttl", number<&Reset::host_ttl>},
    Name{"tos", number<&Reset::tos>},
    Name{"sender_tos", number<&Reset::sender_tos>},
    Name{"ip_id", number<&Reset::ip_id>},
    Name{"sender_ip_id", number<&Reset::sender_ip_id>},
    Name{"label", label<&Reset::flow_label>},
    Name{"sender_label", label<&Reset::sender_flow_label>},
    Name{"seq", sequence<&Reset::seq>},
    Name{"ack", sequence<&Reset::ack>},
    Name{"sender_next", sequence<&Reset::sender_next>},
    Name{"latest_window", number<&Reset::latest_window>},
    Name{"expected", sequence<&Reset::expected_seq>},
    Name{"trigger_seq", sequence<&Reset::trigger_seq>},
    Name{"response", time<&Reset::response_time>},
    Name{"host_response", time<&Reset::host_response>},
    Name{"idle", time<&Reset::idle_time>},
    Name{"idle_timeout",
         [](const TextSource& s) {
             return toText(idleTimeout(s.reset.idle_time).value_or(s.reset.idle_time));
         }},
    Name{"idle_resets",
         [](const TextSource& s) {
             return std::to_string(s.host.idle_resets.alike(s.reset.idle_time));
         }},
    Name{"ack_delay", time<&Reset::own_fin_ack_delay>},
    Name{"fin_wait_2", time<&Reset::fin_wait_2_time>},
    Name{"time_wait", time<&Reset::time_wait_time>},
    Name{"fin_age", time<&Reset::own_fin_age>},
    Name{"round_trip", time<&Reset::round_trip>},
    Name{"close_wait", time<&Reset::close_wait_time>},
    Name{"after_fin",
         [](const TextSource& s) { return toText(s.reset.own_fin_age - s.reset.response_time); }},
    Name{"own_reset", number<&Reset::own_reset_frame>},
    Name{"state", [](const TextSource& s) { return std::string(name(s.reset.sender_state)); }},
    Name{"stack",
         [](const TextSource& s) { return std::string(name(findStack(s.reset, s.host).stack)); }},
    Name{"stack_signs",
         [](const TextSource& s) { return signsText(findStack(s.reset, s.host), s.host); }},
    Name{"stack_timer", stackTimer},
    Name{"netscaler_reason",
         [](const TextSource& s) { return std::string(netScalerReason(s.reset.window)); }},
    Name{"survivors", [](const TextSource& s) { return std::to_string(s.host.survivors); }},
    Name{"survivors_before",
         [](const TextSource& s) { return std::to_string(s.host.buckets.grantedBefore()); }},
    Name{"refused_run",
         [](const TextSource& s) { return std::to_string(s.host.buckets.refusedInARow()); }},
    Name{"buckets_met",
         [](const TextSource& s) { return std::to_string(s.host.buckets.leastMet()); }},
    Name{"missing", [](const TextSource& s) { return std::to_string(s.host.missing); }},
    Name{"longest_missing", [](const TextSource& s) { return toText(s.host.longest_missing); }},
    Name{"bucket_acks", [](const TextSource& s) { return std::to_string(s.host.bucket_acks); }},
    Name{"longest_survived", [](const TextSource& s) { return toText(s.host.longest_survived); }},
    Name{"shortest_missing", [](const TextSource& s) { return toText(s.host.shortest_missing); }},
    Name{"fin_timeout", [](const TextSource& s) { return toText(s.fin_timeout); }},
};

/// So that `value`, 1 or more, has three digits once it is rounded.
int decimals(double value) {
    if (std::abs(value) < 9.995) return 2;
    return std::abs(value) < 99.95 ? 1 : 0;
}

}  // namespace

std::string fillIn(std::string_view text,
                   const std::function<std::optional<std::string>(std::string_view)>& valueOf) {
    std::string filled;
    filled.reserve(2 * text.size());
    for (;;) {
        const std::size_t open = text.find('{');
        const std::size_t close = text.find('}', open);
        if (close == std::string_view::npos) return filled.append(text);
        filled += text.substr(0, open);
        const std::string_view braced = text.substr(open, close - open + 1);
        filled += valueOf(braced.substr(1, braced.size() - 2)).value_or(std::string(braced));
        text.remove_prefix(close + 1);
    }
}

std::string fillIn(std::string_view text, const TextSource& source) {
    return fillIn(text, [&](std::string_view wanted) -> std::optional<std::string> {
        const auto known = std::find_if(kNames.begin(), kNames.end(),
                                        [&](const Name& name) { return name.name == wanted; });
        if (known == kNames.end()) return std::nullopt;
        return known->write(source);
    });
}

std::string toText(Duration duration) {
    struct Unit {
        double nanoseconds;
        const char* name;
    };
    constexpr std::array kUnits = {Unit{1e9, "s"}, Unit{1e6, "ms"}, Unit{1e3, "µs"}};
    const double nanoseconds = static_cast<double>(duration.count());
    for (const Unit& unit : kUnits) {
        const double value = nanoseconds / unit.nanoseconds;
        if (std::abs(value) < 0.9995) continue;
        std::array<char, 32> digits;
        const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                                std::chars_format::fixed, decimals(value));
        return std::string(digits.data(), end).append(" ").append(unit.name);
    }
    return std::to_string(duration.count()) + " ns";
}

}  // namespace finrst
