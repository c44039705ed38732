// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "cell_style.h"

#include "analysis/capture_analysis.h"
#include "host/host_words.h"
#include "report/copy_selection.h"
#include "report/report.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace finrst {

/// What Wireshark is doing with its capture.
struct CaptureState {
    bool open = false;
    bool reading = false;              ///< a file is being read or dissected again
    double progress = -1;              ///< from 0 to 1 while reading a file; negative: not known
    std::string name;                  ///< of the file, without its folder
    std::string display_filter;        ///< the one that is applied now
    std::uint32_t selected_frame = 0;  ///< in the packet list; 0: none
    TimeDisplay time_display = TimeDisplay::kTimeOfDay;
    bool resolves_names = false;

    friend bool operator==(const CaptureState&, const CaptureState&) = default;
};

/// The file that the capture was read from.
struct CaptureFile {
    std::filesystem::path path;
    std::uint32_t frames = 0;
    /// Why a copy of the file would not be a copy of what Wireshark shows, and what to do about it;
    /// empty: it would be one.
    std::string obstacle;
};

/// Gathers the frames that a copy holds, for as long as it lives, while Wireshark hands the packets
/// to its taps once more.
class SelectedFrames {
  public:
    virtual ~SelectedFrames() = default;

    enum class State {
        kGathering,
        kComplete,
        kBrokenOff,  ///< Wireshark stopped before the last packet
    };
    virtual State state() const = 0;
    /// In ascending order. Requires that they are complete.
    virtual std::vector<std::uint32_t> take() = 0;
};

/// All that the dialog knows of Wireshark and of the plugin. All calls come from the GUI thread.
class AnalysisSource {
  public:
    virtual ~AnalysisSource() = default;

    /// Another number than before: everything that `analysis` gave out is void, and so are indexes
    /// into it.
    virtual std::uint64_t generation() const = 0;
    /// Another number than before: a report would say something else. More segments have come, or
    /// the selection has changed.
    virtual std::uint64_t revision() const = 0;
    /// Null: no capture is open, or the analysis is switched off. It may take segments whenever
    /// Wireshark's event loop runs.
    virtual const CaptureAnalysis* analysis() const = 0;
    /// What host records and the capture have in common.
    virtual std::vector<HostFinding> hostFindings() const = 0;
    /// What the places of capture saw; empty where there is one.
    virtual std::vector<PlaceFinding> placeFindings() const = 0;
    /// Why nothing is analysed, and what to do about it, as a sentence; empty: the analysis is on.
    virtual std::string switchedOff() const = 0;
    virtual CaptureState state() const = 0;

    /// The name by which Wireshark knows the address, where it is to resolve addresses; or empty.
    virtual std::string nameOf(const Address& address) const = 0;

    /// The connections that the dialog is limited to; empty: all.
    virtual const Selection& selection() const = 0;
    /// Limits the dialog to the connections with a frame that `filter` lets through; empty: all of
    /// them. Takes effect when Wireshark hands the packets to its taps again. Returns what is wrong
    /// with the filter, or nothing.
    virtual std::string limitTo(const std::string& filter) = 0;

    virtual void goToFrame(std::uint32_t frame) = 0;
    virtual void applyFilter(const std::string& filter) = 0;

    virtual CaptureFile file() const = 0;
    virtual std::unique_ptr<SelectedFrames> gatherFrames(const CopySelection& selection) = 0;

    /// Where the dialog keeps its settings: a file in Wireshark's personal configuration. Empty:
    /// nowhere.
    virtual std::string settingsFile() const = 0;
};

}  // namespace finrst
