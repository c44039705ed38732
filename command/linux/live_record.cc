// SPDX-License-Identifier: GPL-2.0-or-later
#include "live_record.h"

#include "host/read_record.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <variant>

namespace finrst {

namespace {

constexpr const char* kCollector = "finrst-collect";
constexpr std::string_view kTraceHeader = "\n== trace ";
constexpr std::chrono::milliseconds kLook{10};
constexpr int kLooks = 500;

/// Empty where it is not there.
std::filesystem::path collectorPath() {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    const auto path = program.parent_path() / kCollector;
    return error || access(path.c_str(), X_OK) != 0 ? std::filesystem::path() : path;
}

/// An end that the other process has closed, or that is closed with it, ends this.
void awaitEnd(int control) {
    char none = 0;
    while (::read(control, &none, 1) < 0 && errno == EINTR) {
    }
}

/// In a process of its own: this one gives up the rights that it takes to end the collector.
[[noreturn]] void keep(const std::filesystem::path& path, int control, int output) {
    setpgid(0, 0);  // what a terminal sends to finrst is not for the collector
    const pid_t keeper = getpid();
    const pid_t collector = fork();
    if (collector == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != keeper) _exit(1);
        dup2(output, STDOUT_FILENO);
        execl(path.c_str(), kCollector, nullptr);
        _exit(1);
    }
    close(output);
    awaitEnd(control);
    if (collector > 0) {
        kill(collector, SIGTERM);
        waitpid(collector, nullptr, 0);
    }
    _exit(0);
}

}  // namespace

LiveRecord::LiveRecord() {
    const std::filesystem::path path = collectorPath();
    if (path.empty()) {
        obstacle_ = "finrst-collect is not installed beside finrst.";
        return;
    }
    std::array<int, 2> control{};
    std::array<int, 2> output{};
    if (pipe2(control.data(), O_CLOEXEC) != 0 || pipe2(output.data(), O_CLOEXEC) != 0) {
        obstacle_ = std::string("finrst-collect cannot be started: ") + std::strerror(errno) + ".";
        return;
    }
    keeper_ = fork();
    if (keeper_ == 0) {
        close(control[1]);
        keep(path, control[0], output[1]);
    }
    close(control[0]);
    close(output[1]);
    control_ = control[1];
    reader_ = std::jthread([this, from = output[0]] { read(from); });
    awaitTrace();
}

LiveRecord::~LiveRecord() {
    end();
}

void LiveRecord::end() {
    if (hasEnded()) return;
    close(control_);
    control_ = -1;
    if (keeper_ > 0) waitpid(keeper_, nullptr, 0);
    if (reader_.joinable()) reader_.join();
}

void LiveRecord::read(int output) {
    std::array<char, 4096> piece{};
    for (;;) {
        const ssize_t length = ::read(output, piece.data(), piece.size());
        if (length < 0 && errno == EINTR) continue;
        if (length <= 0) break;
        const std::scoped_lock lock(mutex_);
        text_.append(piece.data(), static_cast<std::size_t>(length));
    }
    close(output);
}

/// What is reset before that would have no reason.
void LiveRecord::awaitTrace() {
    for (int i = 0; i < kLooks; ++i) {
        std::this_thread::sleep_for(kLook);
        const std::scoped_lock lock(mutex_);
        if (text_.find(kTraceHeader) != std::string::npos) return;
    }
    obstacle_ = "finrst-collect does not begin.";
}

HostRecord LiveRecord::record() {
    std::string lines;
    {
        const std::scoped_lock lock(mutex_);
        lines = text_.substr(0, text_.rfind('\n') + 1);
    }
    auto read = readRecord(lines);
    auto* record = std::get_if<HostRecord>(&read);
    return record != nullptr ? std::move(*record) : HostRecord();
}

}  // namespace finrst
