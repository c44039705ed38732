// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/quality_text.h"

#include "in_order.h"

#include <array>

namespace finrst {

namespace {

constexpr std::array kTexts = {
    QualityText{Shortcoming::kFlagsOnly, "flags_only", "recorded with a filter on SYN, FIN and RST",
                "There is no segment without SYN, FIN or RST, though numbers jump in {count} of "
                "{of} connections: a filter on flags recorded them.",
                "fin_wait_2_missing against fin_wait_1_missing, data_after_close, half_open, and "
                "the causes of abort: ACKs and data are known as far as numbers prove them."},
    QualityText{Shortcoming::kResetsOnly, "resets_only", "nothing but RSTs",
                "There is nothing but RSTs in {count} of {of} connections.",
                "all verdicts: what a RST answers is not there, only its shape and numbers speak."},
    QualityText{Shortcoming::kOneDirection, "one_direction", "one direction alone",
                "In {count} of {of} connections there is one end alone, though the other one was "
                "answered: its packets took another path, or were filtered out.",
                "all verdicts on these connections: what the other end sent, or what its RST "
                "answers, is known as far as numbers prove it."},
    QualityText{Shortcoming::kMissingSegments, "missing_segments", "segments missing",
                "In {count} of {of} connections there are segments missing that their receiver "
                "ACKed: the recorder dropped them, or they took another path.",
                "half_open, data_after_close, and the causes of abort: what the RST answers, or "
                "what was not read, may be among them."},
    QualityText{Shortcoming::kRecorderDrops, "recorder_drops", "packets that the recorder dropped",
                "Of {of} packets that came, the recorder says that it dropped {count}: they came "
                "faster than it wrote them.",
                "half_open, data_after_close, and the causes of abort: what the RST answers, or "
                "what was not read, may be among them."},
    QualityText{Shortcoming::kUnseenCloses, "unseen_closes", "closes not captured",
                "Of {count} of {of} connections the end is not there, though the ACK of the FIN "
                "is, or their ports were used again.",
                "half_open (the FIN of the RST's sender may be missing), and the cause "
                "tw_bucket_overflow: the buckets held are more than those counted."},
    QualityText{Shortcoming::kLateStart, "late_start", "connections older than the capture",
                "Of {count} of {of} connections there is no handshake: they are older than the "
                "capture, or were never opened (scans).",
                "half_open and stray (what came before may explain the RST), and the cause "
                "tw_bucket_overflow: buckets may have been held before."},
    QualityText{Shortcoming::kMirrorCopies, "mirror_copies", "packets captured several times",
                "In {count} of {of} connections there are packets up to {times} times, with the "
                "same TTL: a mirror port (SPAN), or several interfaces of one host.",
                "after_reset: two RSTs that are equal to the bit may be one, captured twice."},
    QualityText{Shortcoming::kRoutedCopies, "routed_copies",
                "packets captured before and behind a router",
                "In {count} of {of} connections there are packets up to {times} times, with "
                "another TTL: both sides of a router, or of a host that forwards to containers "
                "(-i any). If it was merged of captures at several hosts, set finrst.both_ends, or "
                "run finrst --both-ends: what one of them saw and another did not is told then.",
                "middlebox: a TTL that differs may be that of the other side; and any verdict on a "
                "RST that is there once: it may be made, or lost, between the two sides."},
    QualityText{Shortcoming::kTranslated, "translated", "packets captured on both sides of a NAT",
                "Of {of} SYNs, {count} came again with another address: both sides of a NAT, or of "
                "a host that forwards to containers (-i any).",
                "no verdict; each such connection and its resets are counted twice."},
    QualityText{Shortcoming::kCutSegments, "cut_segments", "segments cut by the snap length",
                "In {count} of {of} segments the window, or the text in a RST, is cut off: the "
                "snap length was too small.",
                "abort (it shows in the window of the RST) and self_described."},
    QualityText{Shortcoming::kSuperFrames, "super_frames", "frames that are several packets",
                "In {count} of {of} segments there is more data than in a packet: the recording "
                "host merged packets, or had not split them yet (GRO, TSO).",
                "no verdict; counts of segments are not those of the wire."},
    QualityText{Shortcoming::kTimeBackwards, "time_backwards", "times that run backwards",
                "In {count} of {of} segments the time is a millisecond or more before that of the "
                "frame before.",
                "whatever rests on times: the causes fin_timeout and tw_bucket_overflow, and "
                "linger2_abort."},
    QualityText{Shortcoming::kMilliseconds, "milliseconds", "times in whole milliseconds",
                "All times are whole milliseconds.",
                "linger2_abort and middlebox, which rest on shorter times, and what tells copies "
                "from repetitions."},
    QualityText{Shortcoming::kTwoClocks, "two_clocks", "answers before what they answer",
                "In {count} of {of} connections answers come before what they answer: two "
                "interfaces with clocks of their own, or frames that changed places.",
                "what a RST answers, and whatever rests on short times: linger2_abort."},
};

static_assert(isInOrder(kTexts, &QualityText::value));

void replace(std::string& text, std::string_view name, std::uint64_t number) {
    const std::size_t at = text.find(name);
    if (at != std::string::npos) text.replace(at, name.size(), std::to_string(number));
}

}  // namespace

std::span<const QualityText> qualityTexts() {
    return kTexts;
}

const QualityText& text(Shortcoming kind) {
    return kTexts[static_cast<std::size_t>(kind)];
}

std::string_view token(Shortcoming kind) {
    return text(kind).token;
}

std::string sentence(const QualityFinding& finding) {
    std::string filled(text(finding.kind).sentence);
    replace(filled, "{count}", finding.count);
    replace(filled, "{of}", finding.of);
    replace(filled, "{times}", finding.times);
    return filled;
}

std::string qualityLine(const Report& report) {
    if (report.quality.empty()) return "The capture: nothing is known to be missing.";
    std::string line = "The capture";
    const char* separator = ": ";
    for (const QualityFinding& finding : report.quality) {
        line.append(separator).append(text(finding.kind).meaning);
        separator = "; ";
    }
    line += ".";
    if (report.recording) {
        line += " To see more, on " + report.recording->host.toString() + ": `" +
                report.recording->command + "`";
    }
    return line;
}

}  // namespace finrst
