// SPDX-License-Identifier: GPL-2.0-or-later
#include "host/record_files.h"

#include "host/read_record.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <system_error>
#include <utility>
#include <variant>

namespace finrst {

namespace {

constexpr const char* kExtension = ".record";

HostFinding unusable(const std::filesystem::path& path, std::string why) {
    HostFinding finding;
    finding.file = path.string();
    finding.refusal = std::move(why);
    return finding;
}

/// In the order of their names.
std::vector<std::filesystem::path> recordsIn(const std::filesystem::path& folder,
                                             std::error_code& error) {
    std::vector<std::filesystem::path> files;
    std::filesystem::directory_iterator entry(folder, error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        if (entry->path().extension() == kExtension) files.push_back(entry->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

RecordFiles readRecordFiles(std::span<const std::filesystem::path> paths, Settings& settings) {
    RecordFiles read;
    std::vector<std::filesystem::path> files;
    for (const std::filesystem::path& path : paths) {
        std::error_code error;
        if (!std::filesystem::is_directory(path, error)) {
            files.push_back(path);
            continue;
        }
        const std::vector<std::filesystem::path> found = recordsIn(path, error);
        if (error) {
            read.unusable.push_back(unusable(path, "cannot be read: " + error.message() + "."));
        } else if (found.empty()) {
            read.unusable.push_back(unusable(path, "is a folder without any file named *.record."));
        }
        files.insert(files.end(), found.begin(), found.end());
    }
    for (const std::filesystem::path& file : files) {
        auto result = readRecordFile(file);
        if (auto* refused = std::get_if<RecordRefused>(&result)) {
            read.unusable.push_back(unusable(file, std::move(refused->why)));
            continue;
        }
        auto& record = std::get<HostRecord>(result);
        read.words.add(file.filename().string(), std::move(record));
    }
    read.words.takeSettings(settings);
    return read;
}

}  // namespace finrst
