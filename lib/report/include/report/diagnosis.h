// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/report.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace finrst {

/// What was left out of the analysis for want of room, and how to have it looked at; empty if
/// nothing was. Part of the diagnosis.
std::string leftOutText(const LeftOut& left_out);

/// What the capture shows, in words: what was found, how sure, the figures behind it, what to check
/// on the host and what to change. One paragraph each; empty where nothing was found. Made in
/// steps, as reports are (report.h), of a report that has all but a diagnosis and outlives it.
class DiagnosisMaker {
  public:
    DiagnosisMaker(const Report& report, const Settings& settings)
        : report_(report), settings_(settings) {}

    /// Takes some thousand services or hosts more; false when there was none left.
    bool step();
    /// The paragraphs, when no step is left.
    std::vector<std::string> take();

  private:
    void noteService(std::uint32_t index);
    void diagnose(const HostStatistics& host);

    const Report& report_;
    const Settings& settings_;
    /// By host: the services whose use of connections fills its table of buckets.
    std::map<Address, std::vector<std::uint32_t>> feeding_;
    std::uint32_t next_service_ = 0;
    std::size_t next_host_ = 0;
    std::vector<std::string> found_;
};

/// The capture in a few words, without a full stop.
std::string headline(const Report& report);

}  // namespace finrst
