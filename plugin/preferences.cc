// SPDX-License-Identifier: GPL-2.0-or-later
#include "preferences.h"

#include "host/record_files.h"
#include "report/host_record_text.h"

#include <wsutil/report_message.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace finrst {

namespace {

constexpr unsigned kDefaultFinTimeout = 60;
constexpr unsigned kLongestFinTimeout = 86400;

SwitchPreference analyze = true;
SwitchPreference comments = false;
SwitchPreference info_column = true;
SwitchPreference both_ends = false;
unsigned fin_timeout = kDefaultFinTimeout;
unsigned max_tw_buckets = 0;
/// At 300 octets each, as much as Wireshark itself needs for a fraction of their packets.
unsigned max_connections = 10'000'000;
const char* host_records = "";
constexpr char kBetweenPaths = ';';

constexpr std::array kPreferences = {
    Preference{"analyze", "Explain TCP resets",
               "Look at every TCP segment and explain each RST. Without it, no finrst field is "
               "filled in.",
               &analyze},
    Preference{"info_column", "Tell verdicts in the Info column",
               "Append the verdict on a RST to what TCP writes into the packet list's Info column. "
               "Where tshark prints that column, it analyses the capture for it.",
               &info_column},
    Preference{"comments", "Comment packets that tshark writes",
               "With tshark -2 -w, put the verdicts into packet comments, for readers without "
               "finrst. The window adds nothing to a file.",
               &comments},
    Preference{"both_ends", "Interfaces are places",
               "The capture was merged of captures at several places, as at both of its hosts, "
               "each of which is an interface in it (mergecap -I none): what one place saw and "
               "another did not is told. Leave it off where one host captured at several of its "
               "interfaces.",
               &both_ends},
    Preference{"fin_timeout", "FIN timeout (seconds)",
               "net.ipv4.tcp_fin_timeout of the hosts in the capture: how long an orphaned "
               "FIN-WAIT-2 socket waits for the peer's FIN.",
               &fin_timeout},
    Preference{"max_tw_buckets", "Limit of TIME_WAIT buckets",
               "net.ipv4.tcp_max_tw_buckets of the hosts in the capture, to compare the estimate "
               "with; 0 if unknown.",
               &max_tw_buckets},
    Preference{"max_connections", "Most connections to analyse",
               "Each takes about 300 octets of memory. Segments of further connections are "
               "counted, and their RSTs marked, but not analysed. 0: no limit.",
               &max_connections},
    Preference{
        "host_records", "Host records",
        "What hosts of the capture say of themselves, by finrst-collect or other tools: files, "
        "and folders with files named *.record, with semicolons between them. Each verdict on "
        "a host's RSTs stands beside its kernel's own word then.",
        &host_records},
};

void checkFinTimeout() {
    if (fin_timeout >= 1 && fin_timeout <= kLongestFinTimeout) return;
    report_warning("finrst.fin_timeout is %u: give a value from 1 to %u seconds; %u is used now.",
                   fin_timeout, kLongestFinTimeout, kDefaultFinTimeout);
    fin_timeout = kDefaultFinTimeout;
}

void checkHostRecords() {
    Settings settings;
    for (const HostFinding& record : readRecordFiles(hostRecordPaths(), settings).unusable) {
        report_warning("finrst.host_records: %s", refusalText(record).c_str());
    }
}

void checkPreferences() {
    checkFinTimeout();
    checkHostRecords();
}

}  // namespace

std::span<const Preference> preferenceTable() {
    return kPreferences;
}

void registerPreferences(int proto) {
    module_t* module = prefs_register_protocol(proto, checkPreferences);
    for (const Preference& preference : kPreferences) {
        if (const auto* on = std::get_if<SwitchPreference*>(&preference.value)) {
            prefs_register_bool_preference(module, preference.name, preference.title,
                                           preference.description, *on);
        } else if (const auto* files = std::get_if<const char**>(&preference.value)) {
            prefs_register_filename_preference(module, preference.name, preference.title,
                                               preference.description, *files, false);
        } else {
            prefs_register_uint_preference(module, preference.name, preference.title,
                                           preference.description, 10,
                                           std::get<unsigned*>(preference.value));
        }
    }
}

bool analysisWanted() {
    return analyze;
}

bool infoColumnWanted() {
    return info_column;
}

bool commentsWanted() {
    return comments;
}

std::vector<std::filesystem::path> hostRecordPaths() {
    std::vector<std::filesystem::path> paths;
    std::string_view rest = host_records;
    while (!rest.empty()) {
        const std::string_view path = rest.substr(0, rest.find(kBetweenPaths));
        if (!path.empty()) paths.emplace_back(path);
        rest.remove_prefix(std::min(path.size() + 1, rest.size()));
    }
    return paths;
}

bool areInterfacesPlaces() {
    return both_ends;
}

Settings currentSettings() {
    Settings settings;
    settings.fin_timeout = std::chrono::seconds(fin_timeout);
    if (max_tw_buckets != 0) settings.max_tw_buckets = max_tw_buckets;
    if (max_connections != 0) settings.max_connections = max_connections;
    return settings;
}

}  // namespace finrst
