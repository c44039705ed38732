// SPDX-License-Identifier: GPL-2.0-or-later
#include "annotation/annotations.h"

#include "report/diagnosis.h"
#include "report/frame_references.h"
#include "report/host_record_text.h"

#include <algorithm>
#include <random>
#include <utility>

namespace finrst {

namespace {

SipHashKey randomKey() {
    std::random_device random;
    SipHashKey key;
    for (std::uint8_t& octet : key) octet = static_cast<std::uint8_t>(random());
    return key;
}

const char* packetsIn(const CopyWish& wish, const Annotations& annotations) {
    switch (wish.select) {
        case Select::kReset:
            return "the conversations that were reset, and what their verdicts rest on";
        case Select::kAffected:
            return "the affected conversations, and what their verdicts rest on";
        default:
            return annotations.frames ? "the packets that a filter let pass only" : "all packets";
    }
}

constexpr const char* kOpening =
    "Annotated by finrst " FINRST_VERSION
    ", which explains TCP resets. Read the packet comments: display filter "
    "frame.comment contains \"finrst\".\n";

/// The comment on the copy as a whole: what the capture shows, who says so, and what is different
/// in the copy.
std::string sectionComment(const Annotations& annotations, const CopyWish& wish) {
    const Report& report = annotations.report;
    std::string text = kOpening + headline(report) + ".\n";
    for (const std::string& sentence : report.diagnosis) text += sentence + "\n";
    for (const std::string& sentence : report.host_records) text += sentence + "\n";
    text += "This copy holds " + std::string(packetsIn(wish, annotations)) + ". ";
    return text + describeCopy(wish.payload, wish.addresses);
}

/// The comments on the frames that the copy keeps, in the numbers that they have there. One by one,
/// so that not all of them are there twice.
std::vector<FrameComment> commentsInCopy(PacketComments comments,
                                         const std::vector<std::uint32_t>& kept) {
    std::vector<FrameComment> found;
    while (!comments.empty()) {
        const auto next = comments.extract(comments.begin());
        if (!std::binary_search(kept.begin(), kept.end(), next.key())) continue;
        for (const std::string& line : next.mapped()) {
            found.push_back({next.key(), renumberFrames(line, kept)});
        }
    }
    return found;
}

}  // namespace

/// The copy may leave the house: names of records are not for everybody, nor are other hosts.
Annotations AnnotationMaker::take() {
    Annotations annotations{report_.take(), comments_.take(), std::nullopt};
    std::erase_if(hosts_, [](const HostFinding& host) { return !host.refusal.empty(); });
    for (HostFinding& host : hosts_) host.file = "by its own word";
    addHostRecords(hosts_, annotations.report);
    return annotations;
}

SaveRequest requestFor(const std::filesystem::path& input, std::uint64_t frames,
                       const CopyWish& wish, Annotations annotations) {
    SaveRequest request;
    request.input = input;
    request.output = wish.path;
    request.payload = wish.payload;
    request.addresses = wish.addresses;
    request.key = randomKey();
    request.section_comment = sectionComment(annotations, wish);
    request.frames_in_input = frames;
    if (annotations.frames) {
        const std::vector<std::uint32_t>& kept = *annotations.frames;
        request.section_comment = renumberFrames(request.section_comment, kept);
        request.comments = commentsInCopy(std::move(annotations.comments), kept);
        request.frames = std::move(annotations.frames);
        return request;
    }
    for (auto& [frame, lines] : annotations.comments) {
        for (std::string& line : lines) request.comments.push_back({frame, std::move(line)});
    }
    return request;
}

GrowingCaptureWish growingExcerpt(const CopyWish& wish, const std::string& source) {
    const char* conversations = wish.select == Select::kAffected ? "affected" : "reset";
    return {.output = wish.path,
            .payload = wish.payload,
            .addresses = wish.addresses,
            .key = randomKey(),
            .section_comment = std::string(kOpening) +
                               "Conversations stand one behind the other, each as soon as it was " +
                               conversations + ". " + describeCopy(wish.payload, wish.addresses),
            .sources = {{.name = source, .filter = {}}}};
}

}  // namespace finrst
