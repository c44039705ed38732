// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/captured_packet.h"

#include <pcap/pcap.h>

#include <cstdint>
#include <map>
#include <string>

namespace finrst {

/// A filter in tcpdump's language (pcap-filter(7)), compiled for each link type that comes.
class PacketFilter {
  public:
    /// Empty: lets all pass.
    explicit PacketFilter(std::string expression) : expression_(std::move(expression)) {}
    PacketFilter(const PacketFilter&) = delete;
    PacketFilter& operator=(const PacketFilter&) = delete;
    ~PacketFilter();

    /// What is wrong with the expression, for any link type; empty: nothing.
    std::string problem();
    /// False for packets of a link type that the expression has no meaning for.
    bool matches(const CapturedPacket& packet);
    bool letsAllPass() const { return expression_.empty(); }
    /// Which packets so far were of such a type, in a sentence; empty: none.
    std::string misfit() const;
    /// Whether packets so far were of a type that it has a meaning for.
    bool hasFitted() const;

  private:
    struct Program {
        bool compiled = false;
        bpf_program code{};
        std::string problem;
        std::uint64_t packets = 0;  ///< of that link type
    };

    Program& programFor(std::uint32_t link_type);

    std::string expression_;
    std::map<std::uint32_t, Program> programs_;
};

}  // namespace finrst
