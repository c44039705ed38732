// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "analysis/host_statistics.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace finrst {

/// In what a capture differs from all packets, once each, at their times.
enum class Shortcoming : std::uint8_t {
    kFlagsOnly,        ///< recorded with a filter on SYN, FIN and RST
    kResetsOnly,       ///< nothing but RSTs
    kOneDirection,     ///< one end alone was captured, though the other spoke
    kMissingSegments,  ///< numbers show segments that arrived and were not captured
    kRecorderDrops,    ///< the recorder says itself that it dropped packets
    kUnseenCloses,     ///< connections that ended unseen
    kLateStart,        ///< connections without a handshake
    kMirrorCopies,     ///< packets captured several times, equal to the TTL
    kRoutedCopies,     ///< packets captured before and behind a router
    kTranslated,       ///< packets captured before and behind a NAT
    kCutSegments,      ///< the snap length was too small
    kSuperFrames,      ///< frames that are no packets of the wire
    kTimeBackwards,
    kMilliseconds,  ///< times without fractions of a millisecond
    kTwoClocks,     ///< answers before what they answer
};

/// One of them, as far as the capture itself proves it.
struct QualityFinding {
    Shortcoming kind;
    std::uint64_t count;      ///< connections, or segments, that show it
    std::uint64_t of;         ///< of so many
    std::uint32_t times = 0;  ///< how often a packet was captured at most; of copies only
};

/// How many connections show what.
struct QualityCounts {
    std::uint32_t all = 0;
    std::uint32_t heard = 0;    ///< more than RSTs is in the capture
    std::uint32_t plain = 0;    ///< more than SYN, FIN and RST
    std::uint32_t jumping = 0;  ///< their numbers tell of segments between those captured
    std::uint32_t one_direction = 0;
    std::uint32_t missing_segments = 0;
    std::uint32_t unseen_closes = 0;
    std::uint32_t late = 0;
    std::uint32_t mirrored = 0;
    std::uint32_t routed = 0;
    std::uint32_t early_answers = 0;
    std::uint32_t most_copies = 0;  ///< of one packet

    QualityCounts& operator+=(const QualityCounts& others);
};

/// What the recorder says of itself: pcapng's interface statistics (draft-ietf-opsawg-pcapng, 4.6),
/// or the counters of a live capture. Wireshark gives plugins no way to them.
struct Recorder {
    std::uint64_t packets = 0;  ///< captured
    std::uint64_t dropped = 0;  ///< that came, and were not captured
};

/// What a capture lacks, in the order of `Shortcoming`, by counts of connections, by what its
/// frames show, and by what its recorder says.
std::vector<QualityFinding> findQuality(const QualityCounts& counts, const FrameSigns& frames,
                                        std::uint64_t segments, const Recorder& recorder = {});

/// Finds what a capture lacks, in steps, as reports are made (report.h). `selection`: the
/// connections to ask, by index; empty: all. Frames are asked of the whole capture.
class CaptureQualityMaker {
  public:
    CaptureQualityMaker(const CaptureAnalysis& analysis, const Selection& selection)
        : analysis_(analysis), selection_(selection), connections_(analysis.connections().size()) {}

    /// Takes some thousand connections more; false when there was none left.
    bool step();
    /// The counts, when no step is left.
    const QualityCounts& counts() const { return counts_; }
    /// What was found, when no step is left.
    std::vector<QualityFinding> take() const {
        return findQuality(counts_, analysis_.frameSigns(), analysis_.segments());
    }

  private:
    /// Of a lone SYN, there is nothing more to say than that it was heard.
    void count(const Connection& connection);

    const CaptureAnalysis& analysis_;
    const Selection& selection_;
    std::size_t connections_;
    std::size_t next_ = 0;
    QualityCounts counts_;
};

}  // namespace finrst
