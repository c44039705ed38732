// SPDX-License-Identifier: GPL-2.0-or-later
#include "fuzz/invariants.h"

#include "analysis/distributions.h"
#include "analysis/replay.h"
#include "report/explanation.h"
#include "report/ladder.h"
#include "report/packet_comments.h"
#include "report/pool_text.h"
#include "report/report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace finrst {

namespace {

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

/// Octets that the character which begins with `lead` takes; 0: none begins so (RFC 3629, 4).
std::size_t sizeOfCharacter(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xc2 && lead < 0xe0) return 2;
    if (lead >= 0xe0 && lead < 0xf0) return 3;
    return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

void checkText(std::string_view text) {
    require(!text.empty(), "a text is not empty");
    require(text.find('{') == text.npos, "every name in a text is filled in");
    while (!text.empty()) {
        const std::size_t size = sizeOfCharacter(static_cast<unsigned char>(text.front()));
        require(size > 0 && size <= text.size(), "a text is UTF-8");
        const std::string_view rest = text.substr(1, size - 1);
        require(std::all_of(rest.begin(), rest.end(), [](char c) { return (c & 0xc0) == 0x80; }),
                "a text is UTF-8");
        text.remove_prefix(size);
    }
}

void checkTexts(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) checkText(text);
}

void checkTime(Duration time) {
    require(time >= Duration(-1), "no time is negative");
}

void checkLinks(const Reset& reset, std::uint32_t frames) {
    for (const std::uint32_t frame :
         {reset.trigger_frame, reset.own_fin_frame, reset.own_fin_ack_frame, reset.peer_fin_frame,
          reset.peer_fin_ack_frame, reset.sender_frame}) {
        require(frame <= reset.frame, "what led to a RST came before it");
    }
    require(reset.first_reset_frame <= reset.frame, "the first RST comes first");
    require(reset.contradiction_frame <= frames, "a link leads to a frame");
    require((reset.trigger == Trigger::kNone) == (reset.trigger_frame == 0),
            "a trigger has a frame");
}

void checkReset(const CaptureAnalysis& analysis, const Reset& reset, std::uint32_t frames) {
    checkLinks(reset, frames);
    for (const Duration time : {reset.response_time, reset.own_fin_ack_delay, reset.fin_wait_2_time,
                                reset.time_wait_time, reset.own_fin_age, reset.connection_age}) {
        checkTime(time);
    }
    const Explanation explanation = explain(analysis, reset);
    checkText(explanation.sentence);
    checkTexts(explanation.evidence);
    checkTexts(explanation.counter_evidence);
    require(!explanation.evidence.empty() || !explanation.counter_evidence.empty(),
            "every verdict has evidence");
    require(explanation.cause == analysis.cause(reset), "there is one cause");
    for (const LadderStep& step : ladder(analysis, reset)) {
        require(step.frame >= 1 && step.frame <= frames, "a step of a ladder has a frame");
        checkText(step.segment);
    }
}

void checkSegment(const CaptureAnalysis& analysis, const Segment& segment) {
    require(analysis.findConnection(segment) < analysis.connections().size(),
            "a segment belongs to a connection");
    const Reset* reset = analysis.findReset(segment);
    if (segment.has(kRst)) {
        require(reset != nullptr && reset->frame == segment.frame, "every RST is explained");
        require(reset->connection == analysis.findConnection(segment), "a RST has a connection");
    } else {
        require(reset == nullptr, "only a RST is a reset");
    }
}

void checkBins(const std::vector<Bin>& bins, std::size_t values) {
    std::size_t counted = 0;
    for (const Bin& bin : bins) {
        require(std::isfinite(bin.low) && bin.low < bin.high, "a bin has a width");
        counted += bin.count;
    }
    require(counted == values, "a histogram holds all values");
}

void checkReport(const CaptureAnalysis& analysis) {
    const Report report = makeReport(analysis);
    std::uint32_t resets = 0;
    for (const VerdictCount& count : report.verdicts) resets += count.total();
    require(resets == report.resets, "the verdicts sum up to the resets");
    require(report.affected <= report.flows.size(), "an affected connection is a flow");
    require(report.segments == analysis.segments(), "every segment is counted");
    checkTexts(report.diagnosis);
    for (const HostStatistics& host : report.hosts) {
        require(std::isfinite(host.closes_per_second), "a rate is a number");
    }
    for (const ServiceStatistics& service : report.services) {
        checkTexts(poolEvidence(service.pool, service.pool_figures));
        const ServiceUse use = useOf(service, analysis, {});
        checkBins(countBins(use.requests, 20), use.requests.size());
    }
    const FinWait2Times times = finWait2Times(analysis, {});
    checkBins(logarithmicBins(times.survived, 1e-6), times.survived.size());
    for (const auto& [frame, comments] : packetComments(analysis)) checkTexts(comments);
}

}  // namespace

void checkInvariants(const CaptureAnalysis& analysis, std::span<const Segment> segments) {
    const auto resets = std::count_if(segments.begin(), segments.end(),
                                      [](const Segment& s) { return s.has(kRst); });
    require(analysis.resets().size() == static_cast<std::size_t>(resets), "no RST is lost");
    for (const Segment& segment : segments) checkSegment(analysis, segment);
    const auto frames = static_cast<std::uint32_t>(segments.size());
    for (const Reset& reset : analysis.resets()) checkReset(analysis, reset, frames);
    checkReport(analysis);
}

void checkEquivalents(const std::vector<Segment>& segments) {
    const std::vector<Finding> found = findings(replay(segments));
    // The answer to a segment without ACK has the number 0: where that falls is up to the others.
    if (std::none_of(segments.begin(), segments.end(),
                     [](const Segment& s) { return s.has(kRst) && s.seq.value() == 0; })) {
        require(found == findings(replay(withOtherNumbers(segments, 1))), "numbers mean nothing");
    }
    require(found == findings(replay(withSwappedAddresses(segments))), "addresses mean nothing");
    require(found == findings(replay(shiftedInTime(segments, 1h))), "the time means nothing");
}

}  // namespace finrst
