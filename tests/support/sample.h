// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/segment.h"

#include <filesystem>
#include <vector>

namespace finrst {

/// The pcapng files below samples/, in the order of their names.
std::vector<std::filesystem::path> samples();

/// The TCP segments of a sample, numbered by its frames: what Wireshark hands to the analysis of an
/// Ethernet frame without tunnels, tags and fragments. Text in a RST is left out.
std::vector<Segment> readSegments(const std::filesystem::path& sample);

}  // namespace finrst
