// SPDX-License-Identifier: GPL-2.0-or-later
#include "options.h"

#include "text_output.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <map>
#include <string>

namespace finrst {

namespace {

constexpr const char* kDescription =
    "Tells why TCP connections were reset, from captures or from an interface.";
constexpr const char* kFooter =
    "Exit status: 0 all was read; 1 wrong usage, or nothing could be read, or not all written; 2 a "
    "file was damaged (what came before counts), or a host record does not belong to it.";

const std::map<std::string, OutputKind> kOutputKinds = {
    {"text", OutputKind::kText}, {"json", OutputKind::kJson}, {"ndjson", OutputKind::kLines}};
const std::map<std::string, When> kWhens = {
    {"auto", When::kAuto}, {"always", When::kAlways}, {"never", When::kNever}};

const std::filesystem::path kLiveRecord = "live";

const std::map<std::string, Select> kSelects = {
    {"affected", Select::kAffected}, {"reset", Select::kReset}, {"all", Select::kAll}};

/// Of UTF-8, as the words of the command line are; path would take them for the system's own code.
std::filesystem::path pathOf(const std::string& text) {
    return std::u8string(text.begin(), text.end());
}

/// An option that names files.
CLI::Option* addPaths(CLI::App& app, const std::string& name,
                      std::vector<std::filesystem::path>& paths, const std::string& description) {
    return app.add_option_function<std::vector<std::string>>(
        name,
        [&paths](const std::vector<std::string>& words) {
            for (const std::string& word : words) paths.push_back(pathOf(word));
        },
        description);
}

/// An option with one of those words.
template <typename Value>
CLI::Option* addChoice(CLI::App& app, const std::string& name, Value& value,
                       const std::map<std::string, Value>& words, const std::string& description,
                       const char* type) {
    return app.add_option(name, value, description)
        ->transform(CLI::CheckedTransformer(words))
        ->option_text(type);
}

void addInput(CLI::App& app, Options& options) {
    auto* files =
        addPaths(app, "FILE,-r", options.files,
                 "Captures, taken as one stream in order of time: pcap or pcapng, plain or "
                 "gzip, zstd, lz4; \"-\" is standard input")
            ->option_text("FILE...");
    auto* interface = app.add_option("-i", options.interface, "Capture live from this interface")
                          ->option_text("IFACE")
                          ->excludes(files);
    app.add_option("-f,--filter", options.filter, "Packets to look at, as tcpdump takes it")
        ->option_text("BPF");
    app.add_option("--count", options.count, "Stop behind this many packets")
        ->check(CLI::PositiveNumber)
        ->option_text("N");
    app.add_option("--duration", options.duration, "Stop a live capture after this time")
        ->check(CLI::PositiveNumber)
        ->needs(interface)
        ->option_text("SECONDS");
}

/// "I/N"; empty: it is none.
std::optional<Shard> parseShard(const std::string& text) {
    Shard shard;
    const char* const end = text.data() + text.size();
    const auto number = std::from_chars(text.data(), end, shard.number);
    if (number.ec != std::errc() || number.ptr == end || *number.ptr != '/') return std::nullopt;
    const auto of = std::from_chars(number.ptr + 1, end, shard.of);
    if (of.ec != std::errc() || of.ptr != end) return std::nullopt;
    if (shard.number < 1 || shard.number > shard.of) return std::nullopt;
    return shard;
}

void addShard(CLI::App& app, Options& options) {
    app.add_option_function<std::string>(
           "--shard",
           [&](const std::string& text) {
               options.shard = parseShard(text);
               if (!options.shard) {
                   throw CLI::ValidationError("--shard", "1/4 to 4/4, as in I/N, is a share");
               }
           },
           "Of N jobs, this is the Ith: it takes every Nth FILE, each as a capture of its own "
           "(with -o json or ndjson)")
        ->excludes("-i")
        ->excludes("--write")
        ->option_text("I/N");
}

void addPlaces(CLI::App& app, Options& options) {
    app.add_flag("--both-ends", options.both_ends,
                 "The FILEs are captures of the same traffic at different places, as at both of "
                 "its hosts: what one place saw and another did not is told. Of one FILE, its "
                 "interfaces are the places. With -w, one capture of all")
        ->excludes("-i")
        ->excludes("--shard")
        ->excludes("--count")
        ->excludes("--memory")
        ->excludes("--host-record");
}

void addOutput(CLI::App& app, Options& options) {
    addChoice(app, "-o,--output", options.output, kOutputKinds, "text (default), json, ndjson",
              "KIND");
    app.add_option("-z,--report", options.reports,
                   "What text tells, instead of a summary: " + reportNames())
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::IsMember(reportTable()))
        ->option_text("NAME,...");
    addChoice(app, "--progress", options.progress, kWhens,
              "On standard error: auto (default: if that is a terminal), always, never", "WHEN");
}

void addCopy(CLI::App& app, Options& options) {
    CopyWish& copy = options.copy;
    auto* write = app.add_option_function<std::string>(
                         "-w,--write", [&](const std::string& word) { copy.path = pathOf(word); },
                         "Write an annotated copy of the conversations that were reset, "
                         "as pcapng; of a stream, each when it is reset")
                      ->option_text("FILE");
    addChoice(app, "--select", copy.select, kSelects,
              "Conversations of the copy: affected, reset (default), all", "WHICH")
        ->needs(write);
    app.add_flag_callback(
           "--cut", [&] { copy.payload = Payload::kCut; }, "Leave payload out of the copy")
        ->needs(write);
    app.add_flag_callback(
           "--replace-addresses", [&] { copy.addresses = Addresses::kReplace; },
           "Replace the addresses in the copy")
        ->needs(write);
}

void addAnalysis(CLI::App& app, Options& options, std::int64_t& fin_timeout) {
    constexpr std::int64_t kLongest = 86400;
    app.add_option("--fin-timeout", fin_timeout, "net.ipv4.tcp_fin_timeout of the hosts (60)")
        ->check(CLI::Range(std::int64_t{1}, kLongest))
        ->option_text("SECONDS");
    app.add_option("--max-tw-buckets", options.settings.max_tw_buckets,
                   "net.ipv4.tcp_max_tw_buckets of the hosts, to compare the estimate with; 0 if "
                   "unknown")
        ->option_text("N");
    addPaths(app, "--host-record", options.host_records,
             "What a host says of itself, by finrst-collect or other tools, to be held beside "
             "the capture; may be repeated. With -i, live: this host's own, recorded meanwhile")
        ->allow_extra_args(false)
        ->option_text("FILE");
    app.add_option("--memory", options.memory,
                   "For connections, at most, as 512MiB: the quietest are given up first. "
                   "Without it, open ones take what they need. With -w, half of it is for packets "
                   "(256MiB)")
        ->transform(CLI::AsSizeValue(false))
        ->option_text("SIZE");
}

/// What CLI11 cannot check; empty: nothing is wrong.
std::string problemOf(const Options& options) {
    if (options.files.empty() && !options.isLive()) {
        return "name a capture, or an interface with -i; --help tells more.";
    }
    if (options.shard && options.output == OutputKind::kText) {
        return "--shard takes -o json or -o ndjson, which can be put together.";
    }
    if (options.records_host && !options.isLive()) {
        return "--host-record live is what this host says while it is captured from: give -i, too, "
               "or the record's file (a file of that name is ./live).";
    }
    if (!options.wantsCopy() || options.canReadTwice()) return {};
    if (options.both_ends) {
        return options.isStream() ? "-w of --both-ends takes files, which it reads twice." : "";
    }
    if (options.copy.select == Select::kAll) {
        return "--select all takes one capture file, which it reads twice.";
    }
    if (options.copy.path.extension() == ".gz") {
        return "of a stream, -w writes plain pcapng: leave \".gz\" out of the name.";
    }
    return {};
}

}  // namespace

bool Options::isStream() const {
    return isLive() || !std::all_of(files.begin(), files.end(), [](const auto& file) {
               std::error_code error;
               return std::filesystem::is_regular_file(file, error);
           });
}

bool Options::copiesOnInput() const {
    std::error_code error;
    return wantsCopy() && std::any_of(files.begin(), files.end(), [&](const auto& file) {
               return std::filesystem::equivalent(file, copy.path, error);
           });
}

bool Options::canReadTwice() const {
    return files.size() == 1 && !isStream() && !memory && !count;
}

std::variant<Options, int> parseOptions(const std::vector<std::string>& words) {
    Options options;
    std::int64_t fin_timeout = 60;
    CLI::App app(kDescription, "finrst");
    app.footer(kFooter);
    app.allow_windows_style_options(false);  // "/captures/a.pcap" is a file there, too
    app.set_version_flag("--version", "finrst " FINRST_VERSION);
    addInput(app, options);
    addOutput(app, options);
    addCopy(app, options);
    addShard(app, options);
    addAnalysis(app, options, fin_timeout);
    addPlaces(app, options);
    try {
        app.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // as CLI11 takes them
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 1;
    }
    options.settings.fin_timeout = std::chrono::seconds(fin_timeout);
    options.records_host = std::erase(options.host_records, kLiveRecord) > 0;
    if (options.settings.max_tw_buckets == 0) options.settings.max_tw_buckets.reset();
    if (const std::string problem = problemOf(options); !problem.empty()) {
        std::fprintf(stderr, "finrst: %s\n", problem.c_str());
        return 1;
    }
    return options;
}

}  // namespace finrst
