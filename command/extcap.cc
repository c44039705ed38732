// SPDX-License-Identifier: GPL-2.0-or-later
#include "extcap.h"

#include "analysis_run.h"
#include "begin_process.h"
#include "options.h"
#include "packet_filter.h"
#include "packet_library.h"

#include <pcap/pcap.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace finrst {

namespace {

constexpr const char* kInterface =
    "extcap {version=" FINRST_VERSION
    "}{display=FIN-RST}\n"
    "interface {value=finrst}{display=FIN-RST: connections that are reset}\n";
/// The capture tells of its link types itself.
constexpr const char* kLinkType = "dlt {number=1}{name=EN10MB}{display=As the interface has it}\n";
/// With the names of the command's options.
constexpr const char* kSettings =
    "arg {number=1}{call=--select}{display=Conversations}{type=selector}"
    "{tooltip=Which are written, a second after they were reset}\n"
    "value {arg=1}{value=reset}{display=That are reset}{default=true}\n"
    "value {arg=1}{value=affected}{display=That are reset because a FIN meets no socket}"
    "{default=false}\n"
    "arg {number=2}{call=--cut}{display=Leave payload out}{type=boolflag}{default=false}"
    "{tooltip=Packets end behind the TCP header}\n"
    "arg {number=3}{call=--replace-addresses}{display=Replace addresses}{type=boolflag}"
    "{default=false}{tooltip=Equal prefixes by equal prefixes}\n"
    "arg {number=4}{call=--memory}{display=Memory}{type=string}{default=512MiB}"
    "{tooltip=For connections and their last packets, at most}\n"
    "arg {number=5}{call=--fin-timeout}{display=tcp_fin_timeout}{type=unsigned}{default=60}"
    "{range=1,86400}{tooltip=net.ipv4.tcp_fin_timeout of the hosts, in seconds}\n"
    "arg {number=6}{call=--max-tw-buckets}{display=tcp_max_tw_buckets}{type=unsigned}{default=0}"
    "{tooltip=net.ipv4.tcp_max_tw_buckets of the hosts; 0 if unknown}\n";

int printSettings() {
    if (const std::string missing = missingPacketLibrary(); !missing.empty()) {
        std::fprintf(stderr, "finrst: %s.\n", missing.c_str());
        return 1;
    }
    std::puts(
        "arg {number=0}{call=--interface}{display=Interface}{type=selector}{required=true}"
        "{tooltip=Where the packets come from}");
    pcap_if_t* all = nullptr;
    char error[PCAP_ERRBUF_SIZE] = "";
    if (pcap_findalldevs(&all, error) != 0) {
        std::fprintf(stderr, "finrst: %s\n", error);
        return 1;
    }
    for (const pcap_if_t* each = all; each != nullptr; each = each->next) {
        if ((each->flags & PCAP_IF_UP) == 0) continue;
        std::printf("value {arg=0}{value=%s}{display=%s}{default=%s}\n", each->name,
                    titleOf(*each).c_str(), each == all ? "true" : "false");
    }
    pcap_freealldevs(all);
    std::fputs(kSettings, stdout);
    return 0;
}

/// What Wireshark is to say about a capture filter; nothing: it is right.
int printFilterProblem(const std::string& expression) {
    if (const std::string problem = PacketFilter(expression).problem(); !problem.empty()) {
        std::puts(problem.c_str());
    }
    return 0;
}

struct Call {
    bool wants_interfaces = false;
    bool wants_link_types = false;
    bool wants_settings = false;
    bool captures = false;
    std::string extcap_interface;
    std::string wireshark_version;
    std::string filter;
    std::string pipe;
    std::string interface;
    std::vector<std::string> settings;  ///< options of the command
};

/// Into the pipe, which the reader closes when it has enough.
int capture(const Call& call) {
    std::vector<std::string> words = {"-i", call.interface, "-w", call.pipe};
    if (!call.filter.empty()) words.insert(words.end(), {"-f", call.filter});
    words.insert(words.end(), call.settings.begin(), call.settings.end());
    std::variant<Options, int> parsed = parseOptions(words);
    if (const int* status = std::get_if<int>(&parsed)) return *status;
    auto& options = std::get<Options>(parsed);
    options.reader_may_leave = true;
    // Nobody reads the reports.
    if (std::freopen(kNullDevice, "w", stdout) == nullptr) return 1;
    return run(options);
}

}  // namespace

bool isExtcapCall(const std::vector<std::string>& words) {
    return std::any_of(words.begin(), words.end(), [](std::string_view word) {
        return word.starts_with("--extcap-") || word == "--capture";
    });
}

int runExtcap(const std::vector<std::string>& words) {
    Call call;
    CLI::App app("An interface of Wireshark's: extcap(4)", "finrst");
    app.add_flag("--extcap-interfaces", call.wants_interfaces);
    app.add_flag("--extcap-dlts", call.wants_link_types);
    app.add_flag("--extcap-config", call.wants_settings);
    app.add_flag("--capture", call.captures);
    app.add_option("--extcap-interface", call.extcap_interface);
    app.add_option("--extcap-version", call.wireshark_version);
    app.add_option("--extcap-capture-filter", call.filter);
    auto* pipe = app.add_option("--fifo", call.pipe);
    auto* interface = app.add_option("--interface", call.interface);
    app.get_option("--capture")->needs(pipe)->needs(interface);
    app.allow_extras();
    app.allow_windows_style_options(false);
    try {
        app.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // as CLI11 takes them
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 1;
    }
    call.settings = app.remaining();
    if (call.captures) return capture(call);
    if (call.wants_interfaces) return std::fputs(kInterface, stdout) < 0;
    if (call.wants_link_types) return std::fputs(kLinkType, stdout) < 0;
    if (call.wants_settings) return printSettings();
    return printFilterProblem(call.filter);
}

}  // namespace finrst
