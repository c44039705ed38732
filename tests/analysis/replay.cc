// SPDX-License-Identifier: GPL-2.0-or-later
#include "replay.h"

#include "report/verdict_text.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace finrst {

namespace {

using Direction = std::tuple<Address, std::uint16_t, Address, std::uint16_t>;

Direction directionOf(const Segment& s) {
    return {s.source, s.source_port, s.destination, s.destination_port};
}
Direction directionTo(const Segment& s) {
    return {s.destination, s.destination_port, s.source, s.source_port};
}

std::vector<Segment> inOrderOfTime(std::vector<Segment> segments) {
    std::stable_sort(segments.begin(), segments.end(),
                     [](const Segment& a, const Segment& b) { return a.time < b.time; });
    return segments;
}

/// The order of addresses is that of their octets: with all bits inverted, it is the other one.
Address inverted(const Address& address) {
    std::array<std::uint8_t, Address::kV6Size> octets = address.bytes();
    for (std::uint8_t& octet : octets) octet = static_cast<std::uint8_t>(~octet);
    return address.isV4() ? Address::fromV4(&octets[Address::kV6Size - Address::kV4Size])
                          : Address::fromV6(octets.data());
}

}  // namespace

std::deque<Reset> replay(std::vector<Segment> segments) {
    CaptureAnalysis analysis;
    std::uint32_t frame = 0;
    for (Segment& segment : segments) {
        segment.frame = ++frame;
        analysis.add(segment);
    }
    std::deque<Reset> resets;
    for (const Reset& reset : analysis.resets()) resets.push_back(reset);
    return resets;
}

void PrintTo(const Finding& finding, std::ostream* out) {
    *out << token(finding.certainty) << ' ' << token(finding.verdict) << " on "
         << token(finding.trigger) << " in " << name(finding.sender_state);
}

std::vector<Finding> findings(const std::deque<Reset>& resets) {
    std::vector<Finding> found;
    for (const Reset& reset : resets) {
        if (reset.is_copy) continue;
        found.push_back({reset.verdict, reset.certainty, reset.trigger, reset.sender_state});
    }
    return found;
}

std::vector<Verdict> verdicts(const std::deque<Reset>& resets) {
    std::vector<Verdict> found;
    for (const Finding& finding : findings(resets)) found.push_back(finding.verdict);
    return found;
}

std::vector<Segment> doubled(const std::vector<Segment>& segments, Duration delay) {
    std::vector<Segment> twice = segments;
    for (Segment copy : segments) {
        copy.time += delay;
        twice.push_back(copy);
    }
    return inOrderOfTime(std::move(twice));
}

std::vector<Segment> shiftedInTime(std::vector<Segment> segments, Duration by) {
    for (Segment& segment : segments) segment.time += by;
    return segments;
}

std::vector<Segment> withOtherNumbers(std::vector<Segment> segments, std::uint32_t seed) {
    std::mt19937 random(seed);
    std::map<Direction, std::uint32_t> shifts;
    // Where 0 is a number, the 0 of a RST may be one or none: such numbers stay.
    for (const Segment& segment : segments) {
        const bool is_number = !segment.has(kRst) || !segment.has(kAck);
        if (is_number && segment.seq.value() == 0) shifts[directionOf(segment)] = 0;
        if (segment.has(kAck) && segment.ack.value() == 0) shifts[directionTo(segment)] = 0;
    }
    const auto shiftOf = [&](const Direction& direction) {
        return shifts.try_emplace(direction, static_cast<std::uint32_t>(random())).first->second;
    };
    for (Segment& segment : segments) {
        // An answer to a segment without ACK has the number 0, whatever the numbers are.
        const bool no_number = segment.has(kRst) && segment.has(kAck) && segment.seq.value() == 0;
        if (!no_number) segment.seq = segment.seq + shiftOf(directionOf(segment));
        if (segment.has(kAck)) segment.ack = segment.ack + shiftOf(directionTo(segment));
    }
    return segments;
}

std::vector<Segment> withSwappedAddresses(std::vector<Segment> segments) {
    for (Segment& segment : segments) {
        segment.source = inverted(segment.source);
        segment.destination = inverted(segment.destination);
    }
    return segments;
}

std::vector<std::vector<Segment>> byConversation(const std::vector<Segment>& segments) {
    std::map<Direction, std::vector<Segment>> conversations;
    for (const Segment& segment : segments) {
        conversations[std::min(directionOf(segment), directionTo(segment))].push_back(segment);
    }
    std::vector<std::vector<Segment>> list;
    for (auto& [direction, conversation] : conversations) list.push_back(std::move(conversation));
    return list;
}

std::vector<Segment> interleaved(const std::vector<std::vector<Segment>>& conversations,
                                 Duration span, std::mt19937& random) {
    std::uniform_int_distribution<Duration::rep> pause(0, span.count());
    std::vector<Segment> mixed;
    for (const std::vector<Segment>& conversation : conversations) {
        const Duration begin = Time{} + Duration(pause(random)) - conversation.front().time;
        for (const Segment& segment : shiftedInTime(conversation, begin)) mixed.push_back(segment);
    }
    return inOrderOfTime(std::move(mixed));
}

}  // namespace finrst
