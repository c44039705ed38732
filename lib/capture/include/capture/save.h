// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/siphash.h"
#include "capture/status.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace finrst {

/// A copy with cut payload or replaced addresses is for others: in its headers, what is not
/// understood is cleared, and checksums are made anew (layer_checksum.h).
enum class Payload : std::uint8_t {
    kKeep,
    /// Captured lengths end behind the innermost header that is known (packet_layers.h): TCP's with
    /// its options; lengths on the wire stay true. UDP, ICMP and the like keep their header, a
    /// quoted packet its headers, ARP all of it, later fragments their IP header, unknown protocols
    /// the headers before them. The words in which a RST may tell its reason are payload. Padding
    /// and trailers go too. Packets of a link type that is not known are left out. A Simple Packet
    /// Block has no captured length: its data become zeros.
    kCut,
};

enum class Addresses : std::uint8_t {
    kKeep,
    /// As address_map.h and layer_editing.h say, equal prefixes by equal prefixes; also in
    /// interface descriptions, and where they stand as text in comments, those of the request
    /// included. What is not data of an application and not understood is cut off, because it may
    /// hold addresses; data of applications stay, unless they are cut too, and may still name
    /// hosts. Packets of a link type that is not known are left out.
    kReplace,
    /// The same, but each address by itself: which of them are of one network is lost.
    kReplaceFlat,
};

struct FrameComment {
    std::uint32_t frame;  ///< as Wireshark counts: from 1, over all sections
    std::string text;     ///< UTF-8; a text of more than 65535 octets is shortened
};

/// What to save. With no more than two paths, a pcapng file is copied octet for octet.
struct SaveRequest {
    std::filesystem::path input;   ///< pcap or pcapng, plain or gzip, zstd, lz4
    std::filesystem::path output;  ///< always pcapng; packed as gzip when it ends in ".gz"
    Payload payload = Payload::kKeep;
    Addresses addresses = Addresses::kKeep;
    SipHashKey key{};             ///< for Addresses::kReplace: random, a new one for each save
    std::string section_comment;  ///< goes to the first section; empty: none
    std::vector<FrameComment> comments;  ///< in any order, several for a frame if need be
    std::optional<std::vector<std::uint32_t>> frames;  ///< keep these only; in any order
    /// How many frames the input has, for whom the numbers above count: another number means that
    /// they name other frames, and nothing is saved.
    std::optional<std::uint64_t> frames_in_input;
};

/// `bytes_read` of the input's `bytes_total`, both as it lies on the disk. Returns false to cancel.
/// Called for each MiB or less that was read, on the thread that called `save`; must not throw.
using Progress = std::function<bool(std::uint64_t bytes_read, std::uint64_t bytes_total)>;

struct SaveResult {
    Status status;  ///< not ok: nothing was saved, an old output is as it was
    /// Sentences on what differs from what a person may expect, for a save that went well.
    std::vector<std::string> warnings;

    std::uint64_t frames_read = 0;
    std::uint64_t frames_written = 0;
    std::uint64_t comments_added = 0;
    std::uint64_t comments_already_there = 0;
    std::uint64_t comments_without_place = 0;  ///< no such frame, left out, or it cannot hold any
    bool input_cut_short = false;  ///< the input ends in the middle of a packet; the rest is saved

    bool ok() const { return status.ok(); }
};

/// What a copy of that kind holds and what was changed in it, in sentences for its reader. For the
/// section comment.
std::string describeCopy(Payload payload, Addresses addresses);

/// Writes a copy of a capture with comments added, as pcapng.
///
/// Every block that need not change is the same octet for octet: sections in both byte orders,
/// interfaces, names, secrets, statistics, packets of all three kinds, custom and unknown blocks,
/// options of all kinds. A frame gets a comment in front of its opt_endofopt, unless it has the
/// very same one. A section whose length is given, and may change, gets the length "not given" (-1,
/// draft-ietf-opsawg-pcapng 4.1). A Simple Packet Block, and what is no packet but counts as a
/// frame, cannot hold a comment. A pcap file becomes one section with one interface, in its own
/// byte order and time resolution.
///
/// With cut payload or replaced addresses the copy is meant for others, and holds only what is
/// understood: custom and unknown blocks, journal and sysdig entries, decryption secrets, custom
/// and unknown options, packet hashes and verdicts are left out; with replaced addresses name
/// resolution blocks and capture filters too. A copy of some frames carries of names and TLS
/// secrets those of the addresses and connections in it, and no other secrets.
///
/// Reads the input once, and once more for some frames of a capture with names or secrets; never
/// writes to it. Needs the same memory for a file of any size. Writes a file without a name in the
/// output's folder, where the system has such, waits for the disk, and puts it in its place: the
/// output is whole or as it was before. An output that is the input is refused.
///
/// An input that ends in the middle of its last packet, as when the capturing program or the
/// machine was stopped, is saved up to there with a warning: everything in it that Wireshark shows
/// is whole. Any other contradiction is damage and an error, since frames behind it might be lost
/// or numbered wrongly without anybody noticing.
///
/// Never throws. `progress` may be empty.
SaveResult save(const SaveRequest& request, const Progress& progress);

}  // namespace finrst
