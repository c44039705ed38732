// SPDX-License-Identifier: GPL-2.0-or-later
#include "joined_trace.h"

#include <algorithm>
#include <array>

namespace finrst {

namespace {

/// From the kernel's report to the frame, beside the median: queues, and ways of different length
/// to where the capture was taken.
constexpr Duration kTolerance = std::chrono::milliseconds(500);
/// What names no addresses is joined by its time alone.
constexpr Duration kNear = std::chrono::milliseconds(50);
/// Clocks that tell UTC are seldom farther apart.
constexpr Duration kFarClock = std::chrono::seconds(5);
constexpr std::size_t kConnectionsOfFarClock = 3;
/// At the edges of a trace, where no pair shows the offset.
constexpr Duration kEdge = std::chrono::milliseconds(100);

bool isUnknown(const KernelSocket& socket) {
    static constexpr std::array<std::uint8_t, Address::kV4Size> kZero{};
    return socket.address == Address() || socket.address == Address::fromV4(kZero.data());
}

}  // namespace

JoinedTrace::JoinedTrace(const HostRecord& record) : record_(record) {
    for (const KernelReset& reset : record.resets) {
        const bool of_listener = isUnknown(reset.source);
        if (!of_listener && !record.addresses.empty() && !owns(reset.source.address)) {
            ++of_others_;
            continue;
        }
        const std::size_t index = lines_.size();
        lines_.push_back({&reset});
        const bool names_both = !of_listener && !isUnknown(reset.destination);
        if (names_both) {
            by_flow_.emplace(FourTuple(reset.source.address, reset.source.port,
                                       reset.destination.address, reset.destination.port),
                             index);
        } else {
            of_listeners_.push_back(index);
        }
    }
}

bool JoinedTrace::owns(const Address& address) const {
    const std::vector<Address>& own = record_.addresses;
    if (own.empty()) return senders_.contains(address);
    return std::find(own.begin(), own.end(), address) != own.end();
}

JoinedTrace::FourTuple JoinedTrace::fourTupleOf(const CaptureAnalysis& analysis,
                                                const Reset& reset) {
    const Connection& connection = analysis.connectionOf(reset);
    const Side to = opposite(reset.sender);
    return {analysis.hostOf(connection, reset.sender).address, connection.port(reset.sender),
            analysis.hostOf(connection, to).address, connection.port(to)};
}

/// Pairs by order: of each four-tuple the next RST and the next line.
void JoinedTrace::compareClocks(const CaptureAnalysis& analysis, std::uint32_t first) {
    for (std::uint32_t i = first; i < analysis.resets().size(); ++i) {
        const Reset& reset = analysis.resets()[i];
        if (reset.is_copy) continue;
        const FourTuple flow = fourTupleOf(analysis, reset);
        auto [line, end] = by_flow_.equal_range(flow);
        std::size_t& next = compared_[flow];
        for (std::size_t n = 0; n < next && line != end; ++n) ++line;
        ++next;
        if (line == end) continue;
        offsets_.push_back(reset.time - lines_[line->second].reset->time);
        senders_.insert(std::get<0>(flow));
    }
}

std::optional<Duration> JoinedTrace::offset() const {
    if (offsets_.empty()) {
        // Both tell UTC.
        return record_.has_utc ? std::optional<Duration>(Duration::zero()) : std::nullopt;
    }
    std::vector<Duration> offsets = offsets_;
    const auto middle = offsets.begin() + static_cast<std::ptrdiff_t>(offsets.size() / 2);
    std::nth_element(offsets.begin(), middle, offsets.end());
    return *middle;
}

bool JoinedTrace::isSteady() const {
    if (offsets_.empty()) return true;
    const Duration median = *offset();
    const auto near = std::count_if(offsets_.begin(), offsets_.end(), [&](Duration offset) {
        return std::chrono::abs(offset - median) <= kTolerance;
    });
    return static_cast<std::size_t>(near) * 10 >= offsets_.size() * 9;
}

bool JoinedTrace::isCredible() const {
    const std::optional<Duration> found = offset();
    if (!found || !isSteady()) return false;
    if (!record_.has_utc || std::chrono::abs(*found) <= kFarClock) return true;
    return compared_.size() >= kConnectionsOfFarClock && offsets_.size() >= kConnectionsOfFarClock;
}

/// The unused line that is nearest to a RST; null where none is near.
JoinedTrace::Line* JoinedTrace::find(const FourTuple& flow, Time time) {
    Line* nearest = nullptr;
    const Time expected = time - *offset();
    const auto consider = [&](Line& line, Duration tolerance) {
        const Duration distance = std::chrono::abs(line.reset->time - expected);
        if (line.used || distance > tolerance) return;
        if (nearest == nullptr || distance < std::chrono::abs(nearest->reset->time - expected)) {
            nearest = &line;
        }
    };
    const auto [begin, end] = by_flow_.equal_range(flow);
    for (auto line = begin; line != end; ++line) consider(lines_[line->second], kTolerance);
    if (nearest != nullptr || !owns(std::get<0>(flow))) return nearest;
    const auto later =
        std::lower_bound(of_listeners_.begin(), of_listeners_.end(), expected - kNear,
                         [&](std::size_t i, Time at) { return lines_[i].reset->time < at; });
    for (auto i = later; i != of_listeners_.end(); ++i) {
        Line& line = lines_[*i];
        if (line.reset->time > expected + kNear) break;
        const bool same_host =
            isUnknown(line.reset->source) || line.reset->source.address == std::get<0>(flow);
        if (same_host && line.reset->source.port == std::get<1>(flow)) consider(line, kNear);
    }
    return nearest;
}

/// The kernel would have told of a RST at that time of the capture.
bool JoinedTrace::covers(Time time) const {
    if (!record_.gives_reasons || record_.lost > 0) return false;
    const Time at = time - *offset();
    if (record_.trace_begin && record_.trace_end) {
        const Duration edge = offsets_.empty() ? kEdge : Duration::zero();
        return *record_.trace_begin + edge <= at && at <= *record_.trace_end - edge;
    }
    return !lines_.empty() && lines_.front().reset->time < at && at < lines_.back().reset->time;
}

void JoinedTrace::hear(CaptureAnalysis& analysis, std::uint32_t index, const KernelReport& report) {
    analysis.hear(index, report);
    const Reset& reset = analysis.resets()[index];
    if (reset.is_copy) return;
    switch (analysis.kernelWord(reset)->confirmed) {
        case Confirmation::kAgrees:
            ++agrees;
            return;
        case Confirmation::kContradicts:
            contradicted.push_back(reset.frame);
            return;
        case Confirmation::kUntraced:
            ++untraced;
            return;
    }
}

void JoinedTrace::tell(CaptureAnalysis& analysis, std::uint32_t first) {
    compareClocks(analysis, first);
    const bool credible = isCredible();
    for (std::uint32_t i = first; i < analysis.resets().size(); ++i) {
        const Reset& reset = analysis.resets()[i];
        const FourTuple flow = fourTupleOf(analysis, reset);
        resets_of_host_ += owns(std::get<0>(flow)) && !reset.is_copy;
        if (!credible) continue;
        if (reset.is_copy) {
            // The kernel sent it once.
            const std::uint32_t before = reset.previous;
            const KernelWord* word =
                before == kNoIndex ? nullptr : analysis.kernelWord(analysis.resets()[before]);
            const bool same = word != nullptr && analysis.resets()[before].sender == reset.sender;
            if (same) hear(analysis, i, KernelReport(word->report));
            continue;
        }
        if (Line* line = find(flow, reset.time)) {
            line->used = true;
            hear(analysis, i, {true, line->reset->answers, line->reset->reason});
        } else if (owns(std::get<0>(flow)) && covers(reset.time)) {
            hear(analysis, i, {});
        }
    }
}

std::uint32_t JoinedTrace::countNotCaptured(Time begin, Time end) const {
    const std::optional<Duration> found = offset();
    if (!found) return 0;
    return static_cast<std::uint32_t>(
        std::count_if(lines_.begin(), lines_.end(), [&](const Line& line) {
            const Time at = line.reset->time + *found;
            return !line.used && begin <= at && at <= end;
        }));
}

}  // namespace finrst
