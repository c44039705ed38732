// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/captured_packet.h"
#include "capture/save.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace finrst {

/// A packet for a capture, with comments on it (UTF-8, each shortened to 65535 octets). Its frame
/// number does not count.
struct CommentedPacket {
    CapturedPacket packet;
    std::vector<std::string> comments;
};

/// Where packets come from.
struct PacketSource {
    std::string name;    ///< empty: not said
    std::string filter;  ///< by which they were captured; empty: none, or not said
};

/// What a growing capture is to be.
struct GrowingCaptureWish {
    std::filesystem::path output;  ///< always pcapng, never packed
    Payload payload = Payload::kKeep;
    Addresses addresses = Addresses::kKeep;
    SipHashKey key{};             ///< for addresses that are replaced
    std::string section_comment;  ///< empty: none
    /// One for all packets, or several, by `CapturedPacket::file`.
    std::vector<PacketSource> sources{{}};
};

/// A pcapng file, or a pipe, that grows by groups of packets. A file is whole at any time: where
/// there is no room for a group, nothing of it stays. In the order of calls below; after a failure
/// only destruction.
class GrowingCapture {
  public:
    explicit GrowingCapture(GrowingCaptureWish wish);
    ~GrowingCapture();
    GrowingCapture(const GrowingCapture&) = delete;
    GrowingCapture& operator=(const GrowingCapture&) = delete;

    /// Makes a file that has no name yet, or opens a pipe and begins with it, once it has a reader.
    Status create();
    /// Puts a file in its place, without packets. From here on nothing takes privileges.
    Status begin();
    /// Adds packets: of a known link type where the copy is for others (packet_editor.h).
    Status append(std::span<const CommentedPacket> packets);
    /// Says of one of several sources that its recorder stopped at that time, and how many packets
    /// it dropped.
    Status appendStatistics(std::uint32_t source, Time until, std::uint64_t dropped);
    /// Waits until the disk has it all.
    Status finish();

    /// How many packets there are.
    std::uint64_t packets() const;
    /// Of a pipe: somebody still reads. True of a file.
    bool hasReader() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace finrst
