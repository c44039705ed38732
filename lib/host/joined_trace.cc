// SPDX-License-Identifier: GPL-2.0-or-later
#include "joined_trace.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

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
/// Lines of a four-tuple, before and behind the one that is next in order.
constexpr std::size_t kBeside = 2;
/// At the edges of a trace, where no pair shows the offset.
constexpr Duration kEdge = std::chrono::milliseconds(100);

bool isUnknown(const KernelSocket& socket) {
    static constexpr std::array<std::uint8_t, Address::kV4Size> kZero{};
    return socket.address == Address() || socket.address == Address::fromV4(kZero.data());
}

/// Each network namespace has such an end; the kernel traces them all.
bool isAnybodys(const KernelSocket& socket) {
    return isUnknown(socket) || isLoopback(socket.address);
}

bool isLess(Duration a, Duration b) {
    return std::chrono::abs(a) < std::chrono::abs(b);
}

/// What so many offsets have in common.
struct Agreement {
    Duration offset{};
    std::size_t count = 0;
};

/// The one that most agree on; of several such, the least.
Agreement agreementOf(std::vector<Duration> offsets) {
    std::sort(offsets.begin(), offsets.end());
    Agreement best;
    for (std::size_t begin = 0, end = 0; begin < offsets.size(); ++begin) {
        while (end < offsets.size() && offsets[end] - offsets[begin] <= kNear) ++end;
        const Agreement found{offsets[(begin + end) / 2], end - begin};
        const bool as_many = found.count == best.count && isLess(found.offset, best.offset);
        if (found.count > best.count || as_many) best = found;
    }
    return best;
}

/// A socket that ends by itself sends RST+ACK (`tcp_send_active_reset`), which no answer looks
/// like.
bool mayBe(const KernelReset& traced, const Reset& reset) {
    return traced.answers || reset.shape != Origin::kPassive;
}

}  // namespace

bool isLoopback(const Address& address) {
    static constexpr std::array<std::uint8_t, Address::kV6Size> kV6 = {0, 0, 0, 0, 0, 0, 0, 0,
                                                                       0, 0, 0, 0, 0, 0, 0, 1};
    constexpr std::uint8_t kV4Net = 127;
    if (!address.isV4()) return address == Address::fromV6(kV6.data());
    return address.bytes()[Address::kV6Size - Address::kV4Size] == kV4Net;
}

JoinedTrace::JoinedTrace(const HostRecord& record) : record_(record) {
    grow();
}

void JoinedTrace::grow() {
    for (; taken_ < record_.resets.size(); ++taken_) {
        const KernelReset& reset = record_.resets[taken_];
        const bool of_listener = isUnknown(reset.source);
        if (!of_listener && !record_.addresses.empty() && !owns(reset.source.address)) {
            ++of_others_;
            continue;
        }
        const std::size_t index = lines_.size();
        lines_.push_back({reset});
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

/// Pairs by order: of each four-tuple the next RST and the next line. A line before or behind that
/// one may be it, too, as not each RST came into the capture; where both clocks tell UTC, a near
/// one.
void JoinedTrace::compareClocks(const CaptureAnalysis& analysis, std::uint32_t first,
                                std::uint32_t end_index) {
    for (std::uint32_t i = first; i < end_index; ++i) {
        const Reset& reset = analysis.resets()[i];
        if (reset.is_copy) continue;
        const FourTuple flow = fourTupleOf(analysis, reset);
        const std::size_t next = compared_[flow]++;
        const auto [begin, end] = by_flow_.equal_range(flow);
        std::vector<Duration> apart;
        std::size_t number = 0;
        for (auto line = begin; line != end && number <= next + kBeside; ++line, ++number) {
            const KernelReset& traced = lines_[line->second].reset;
            const Duration offset = reset.time - traced.time;
            const bool is_near = !record_.has_utc || std::chrono::abs(offset) <= kFarClock;
            const bool is_beside = number + kBeside >= next && is_near;
            if (mayBe(traced, reset) && (number == next || is_beside)) apart.push_back(offset);
        }
        if (apart.empty()) continue;
        offsets_.push_back(std::move(apart));
        senders_.insert(std::get<0>(flow));
    }
}

/// The offset that most agree on. Where most of these RSTs may as well be other lines, which agree
/// on another one, that is open: a burst of RSTs was lost before or behind one that was captured.
/// Only clocks that tell the same time decide it.
void JoinedTrace::settleOffset() {
    offset_.reset();
    is_open_ = false;
    if (offsets_.empty() && record_.has_utc) offset_ = Duration::zero();
    if (offsets_.empty()) return;
    std::vector<Duration> all;
    for (const std::vector<Duration>& apart : offsets_) {
        all.insert(all.end(), apart.begin(), apart.end());
    }
    const Agreement best = agreementOf(std::move(all));
    const auto is_best = [&](Duration offset) {
        return std::chrono::abs(offset - best.offset) <= kNear;
    };
    std::vector<Duration> others;
    for (const std::vector<Duration>& apart : offsets_) {
        if (std::none_of(apart.begin(), apart.end(), is_best)) continue;
        std::remove_copy_if(apart.begin(), apart.end(), std::back_inserter(others), is_best);
    }
    const Agreement other = agreementOf(std::move(others));
    const bool is_alone = other.count * 4 < best.count * 3;
    const Duration offset = is_alone ? best.offset : std::min(best.offset, other.offset, isLess);
    is_open_ = !is_alone && (!record_.has_utc || std::chrono::abs(offset) > kNear);
    if (!is_open_) offset_ = offset;
}

bool JoinedTrace::isSteady() const {
    const auto agrees_with = [&](const std::vector<Duration>& apart) {
        return std::any_of(apart.begin(), apart.end(), [&](Duration offset) {
            return std::chrono::abs(offset - *offset_) <= kTolerance;
        });
    };
    const auto near = std::count_if(offsets_.begin(), offsets_.end(), agrees_with);
    return static_cast<std::size_t>(near) * 10 >= offsets_.size() * 9;
}

bool JoinedTrace::isCredible() const {
    if (!offset_ || !isSteady()) return false;
    if (!record_.has_utc || std::chrono::abs(*offset_) <= kFarClock) return true;
    return compared_.size() >= kConnectionsOfFarClock && offsets_.size() >= kConnectionsOfFarClock;
}

/// The unused line that is nearest to a RST; null where none is near.
JoinedTrace::Line* JoinedTrace::find(const FourTuple& flow, const Reset& reset) {
    Line* nearest = nullptr;
    const Time expected = reset.time - *offset_;
    const auto consider = [&](Line& line, Duration tolerance) {
        const Duration distance = std::chrono::abs(line.reset.time - expected);
        if (line.used || distance > tolerance || !mayBe(line.reset, reset)) return;
        if (nearest == nullptr || distance < std::chrono::abs(nearest->reset.time - expected)) {
            nearest = &line;
        }
    };
    const auto [begin, end] = by_flow_.equal_range(flow);
    for (auto line = begin; line != end; ++line) consider(lines_[line->second], kTolerance);
    if (nearest != nullptr || !owns(std::get<0>(flow))) return nearest;
    const auto later =
        std::lower_bound(of_listeners_.begin(), of_listeners_.end(), expected - kNear,
                         [&](std::size_t i, Time at) { return lines_[i].reset.time < at; });
    for (auto i = later; i != of_listeners_.end(); ++i) {
        Line& line = lines_[*i];
        if (line.reset.time > expected + kNear) break;
        const bool same_host =
            isUnknown(line.reset.source) || line.reset.source.address == std::get<0>(flow);
        if (same_host && line.reset.source.port == std::get<1>(flow)) consider(line, kNear);
    }
    return nearest;
}

/// The kernel would have told of a RST at that time of the capture.
bool JoinedTrace::covers(Time time) const {
    if (!record_.gives_reasons || record_.lost > 0) return false;
    const Time at = time - *offset_;
    if (record_.trace_begin && record_.trace_end) {
        const Duration edge = offsets_.empty() ? kEdge : Duration::zero();
        return *record_.trace_begin + edge <= at && at <= *record_.trace_end - edge;
    }
    return !lines_.empty() && lines_.front().reset.time < at && at < lines_.back().reset.time;
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
            contradicted.push_back(analysis.frameInCapture(reset.frame));
            return;
        case Confirmation::kUntraced:
            ++untraced;
            return;
    }
}

void JoinedTrace::tell(CaptureAnalysis& analysis, std::uint32_t first, std::uint32_t end) {
    compareClocks(analysis, first, end);
    settleOffset();
    const bool credible = isCredible();
    for (std::uint32_t i = first; i < end; ++i) {
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
        if (Line* line = find(flow, reset)) {
            line->used = true;
            hear(analysis, i, {true, line->reset.answers, line->reset.reason});
        } else if (owns(std::get<0>(flow)) && covers(reset.time)) {
            hear(analysis, i, {});
        }
    }
}

std::uint32_t JoinedTrace::countNotCaptured(Time begin, Time end) const {
    if (!offset_) return 0;
    return static_cast<std::uint32_t>(
        std::count_if(lines_.begin(), lines_.end(), [&](const Line& line) {
            const Time at = line.reset.time + *offset_;
            return !line.used && !isAnybodys(line.reset.source) && begin <= at && at <= end;
        }));
}

}  // namespace finrst
