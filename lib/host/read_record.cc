// SPDX-License-Identifier: GPL-2.0-or-later
#include "host/read_record.h"

#include "counter_lines.h"
#include "json_counters.h"
#include "trace_line.h"
#include "words.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

namespace finrst {

namespace {

constexpr const char* kKnown =
    "finrst-collect writes a record; read are also the texts of ftrace, trace-cmd report, perf "
    "script, nstat -az, netstat -s, /proc/net/{snmp,netstat,sockstat}, sysctl, ss -tan, and "
    "Prometheus's JSON.";

constexpr std::size_t kBeginning = 4096;

/// Files of tools that have a command to print them.
std::string refusalOfBinary(std::string_view text) {
    if (text.starts_with("PERFILE2")) return "is perf's own file: give the output of perf script.";
    if (text.starts_with("\x17\x08\x44tracing")) {
        return "is trace-cmd's own file: give the output of trace-cmd report.";
    }
    const std::string_view begin = text.substr(0, kBeginning);
    if (begin.find('\0') == std::string_view::npos) return {};
    return std::string("is not a text. ") + kKnown;
}

/// The trace's clock beside UTC.
struct ClockMark {
    Time trace;
    Time utc;
};

class RecordReader {
  public:
    void take(std::string_view line) {
        if (line.starts_with("== ")) return takeHeader(wordsOf(line));
        const TraceLine trace = readTraceLine(line);
        switch (trace.kind) {
            case TraceLine::Kind::kReset:
                record_.resets.push_back(trace.reset);
                record_.traced = true;
                record_.gives_reasons = record_.gives_reasons || !trace.reset.reason.empty();
                return;
            case TraceLine::Kind::kTimeOfDay:
                return marks_.push_back({trace.time, trace.utc});
            case TraceLine::Kind::kPointers:
                has_pointers_ = true;
                return;
            case TraceLine::Kind::kLost:
                record_.lost += trace.lost;
                return;
            case TraceLine::Kind::kOther:
                break;
        }
        if (!counters_.take(line)) takeOther(line);
    }

    std::variant<HostRecord, RecordRefused> end() {
        if (record_.resets.empty() && has_pointers_) {
            return RecordRefused{
                "holds pointers where the addresses of the RSTs should be, as perf trace prints "
                "them: record with perf record -e tcp:tcp_send_reset -a and give the output of "
                "perf script, or run finrst-collect."};
        }
        const bool is_empty = !record_.traced && record_.counters.empty() &&
                              record_.settings.empty() && record_.overflow_messages == 0;
        if (is_empty) {
            return RecordRefused{std::string("holds nothing that finrst knows. ") + kKnown};
        }
        takeClock();
        return std::move(record_);
    }

  private:
    /// Of finrst-collect: "== sample 1764438372.123".
    void takeHeader(const std::vector<std::string_view>& words) {
        const std::string_view section = words.size() > 1 ? words[1] : std::string_view();
        const std::string_view rest = words.size() > 2 ? words[2] : std::string_view();
        if (section == "sample" || section == "before" || section == "after") {
            if (const auto time = timeOfText(rest)) counters_.begin(*time);
        } else if (section == "trace" && rest.starts_with("on")) {
            record_.traced = true;
            const bool reasons = words.size() > 3 && words[3] == "with";
            record_.gives_reasons = record_.gives_reasons || reasons;
        }
    }

    void takeOther(std::string_view line) {
        const std::vector<std::string_view> words = wordsOf(line);
        const auto value = [&](std::string_view key) {
            return line.starts_with(key) ? std::string(line.substr(key.size())) : std::string();
        };
        if (record_.name.empty()) record_.name = value("name: ");
        if (record_.kernel.empty()) record_.kernel = value("kernel: ");
        if (const std::string lost = value("lost events: "); !lost.empty()) {
            record_.lost += numberOf(lost).value_or(0);
        }
        record_.overflow_messages += line.find("time wait bucket table overflow") != line.npos;
    }

    /// UTC, by what finrst-collect marked last before.
    Time toUtc(Time trace) const {
        const auto later =
            std::upper_bound(marks_.begin(), marks_.end(), trace,
                             [](Time time, const ClockMark& mark) { return time < mark.trace; });
        const ClockMark& mark = later == marks_.begin() ? marks_.front() : *std::prev(later);
        return mark.utc + (trace - mark.trace);
    }

    void takeClock() {
        const auto by_trace = [](const auto& a, const auto& b) { return a.time < b.time; };
        std::stable_sort(record_.resets.begin(), record_.resets.end(), by_trace);
        if (marks_.empty()) return;
        std::stable_sort(marks_.begin(), marks_.end(),
                         [](const ClockMark& a, const ClockMark& b) { return a.trace < b.trace; });
        for (KernelReset& reset : record_.resets) reset.time = toUtc(reset.time);
        record_.has_utc = true;
        record_.trace_begin = marks_.front().utc;
        record_.trace_end = marks_.back().utc;
    }

    HostRecord record_;
    CounterLines counters_{record_};
    std::vector<ClockMark> marks_;
    bool has_pointers_ = false;
};

}  // namespace

std::variant<HostRecord, RecordRefused> readRecord(std::string_view text) {
    if (std::string why = refusalOfBinary(text); !why.empty()) return RecordRefused{std::move(why)};
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && text[first] == '{') {
        HostRecord record;
        if (std::string why = takeJsonCounters(text.substr(first), record); !why.empty()) {
            return RecordRefused{std::move(why)};
        }
        return record;
    }
    RecordReader reader;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        reader.take(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return reader.end();
}

std::variant<HostRecord, RecordRefused> readRecordFile(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    // A capture, given by mistake, may be larger than the memory.
    std::string text(kBeginning, '\0');
    stream.read(text.data(), kBeginning);
    text.resize(static_cast<std::size_t>(stream.gcount()));
    if (!stream.is_open() || stream.bad()) {
        return RecordRefused{"cannot be read: " + std::string(std::strerror(errno)) + "."};
    }
    if (std::string why = refusalOfBinary(text); !why.empty()) return RecordRefused{std::move(why)};
    text.append(std::istreambuf_iterator<char>(stream), {});
    return readRecord(text);
}

}  // namespace finrst
