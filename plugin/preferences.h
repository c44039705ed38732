// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "wireshark_api.h"

#include <filesystem>
#include <span>
#include <variant>
#include <vector>

namespace finrst {

/// A preference as users know it: `finrst.<name>`.
struct Preference {
    const char* name;
    const char* title;
    const char* description;
    /// Of texts: files.
    std::variant<SwitchPreference*, unsigned*, const char**> value;
};

/// All preferences; what they point to holds the defaults until Wireshark has read the user's.
std::span<const Preference> preferenceTable();

/// Registers the preferences of protocol `proto`.
void registerPreferences(int proto);

/// The preference `finrst.analyze`: look at segments at all.
bool analysisWanted();

/// The preference `finrst.info_column`: tell verdicts in the Info column.
bool infoColumnWanted();

/// The preference `finrst.comments`: put packet comments into what tshark writes.
bool commentsWanted();

/// The preference `finrst.host_records`: files and folders.
std::vector<std::filesystem::path> hostRecordPaths();

/// The preference `finrst.both_ends`: the interfaces of a capture are places of their own.
bool areInterfacesPlaces();

/// What the preferences say now, out-of-range values replaced by their defaults.
Settings currentSettings();

}  // namespace finrst
