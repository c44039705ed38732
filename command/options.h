// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "annotation/copy_wish.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace finrst {

enum class OutputKind : std::uint8_t { kText, kJson, kLines };
enum class When : std::uint8_t { kAuto, kAlways, kNever };

/// Of `of` shares of the files, that with this number, from 1 on.
struct Shard {
    std::size_t number = 1;
    std::size_t of = 1;
};

/// What the command line asks for.
struct Options {
    std::vector<std::filesystem::path> files;  ///< empty: a live capture
    std::string interface;                     ///< empty: files
    OutputKind output = OutputKind::kText;
    std::vector<std::string> reports;  ///< in the order to be printed; empty: a summary
    bool both_ends = false;            ///< each file is a capture of the same traffic elsewhere
    std::optional<Shard> shard;        ///< each file of it is a capture of its own
    std::string filter;                ///< in tcpdump's language; empty: all packets
    Settings settings;
    std::vector<std::filesystem::path> host_records;      ///< what hosts say of themselves
    bool records_host = false;                            ///< what this one says meanwhile
    std::optional<std::size_t> memory;                    ///< octets, at most
    std::optional<std::uint64_t> count;                   ///< of packets, then it is enough
    std::optional<unsigned> duration;                     ///< seconds, then it is enough
    CopyWish copy{.path = {}, .select = Select::kReset};  ///< where its path is not empty
    bool reader_may_leave = false;                        ///< of the copy, which is then enough
    When progress = When::kAuto;

    bool wantsCopy() const { return !copy.path.empty(); }
    /// The copy would take the place of a capture.
    bool copiesOnInput() const;
    bool isLive() const { return !interface.empty(); }
    /// The capture may be long in coming.
    bool isStream() const;
    /// The copy can be made by a second reading; else conversations are kept until they are reset.
    bool canReadTwice() const;
};

/// The options in the words of a command line, or the exit status where there is nothing to do:
/// help was asked for and printed, or the command line is wrong, which standard error then says.
std::variant<Options, int> parseOptions(const std::vector<std::string>& words);

}  // namespace finrst
