// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/address.h"
#include "analysis/bucket_table.h"
#include "analysis/endpoint.h"
#include "analysis/idle_resets.h"
#include "analysis/ip_id_counter.h"
#include "analysis/segment.h"
#include "analysis/stack.h"
#include "analysis/time.h"

#include <array>
#include <cstdint>

namespace finrst {

/// What all connections of one address tell together, as far as the capture has been read, at one
/// place of capture.
struct Host {
    // What each SYN needs: 64 octets, which is what a processor fetches at once.
    Address address;
    /// The SYN or SYN-ACK whose options tell most, the first of several.
    OptionOrder syn_options;
    std::uint32_t syn_frame = 0;  ///< 0: none

    /// Whether one counter gives the IP IDs of all its connections (Linux has one for each socket):
    /// only the steps from one connection to another are counted.
    IpIdCounter ip_ids;
    std::uint32_t ip_id_connection = 0xffffffff;  ///< which the last ID was seen in

    std::uint16_t place = 0;  ///< of capture: `Segment::place`
    /// From a SYN to the host's SYN-ACK, at the least: the way to it and back.
    AnswerTime fastest_syn_ack = AnswerTime::max();
    /// The first few TTLs with which the host began or took connections, in no order: which of
    /// them came last must not matter to a verdict.
    std::array<std::uint8_t, 4> ttls{};

    /// The host to which its latest SYN or SYN-ACK was captured before and behind a router.
    std::uint32_t routed_to = 0xffffffff;

    /// What its SYNs, SYN-ACKs and RSTs show of its stack.
    StackSigns stack_signs;

    // The rest, which comes of closes and RSTs.
    IdleResets idle_resets;

    /// Times in FIN-WAIT-2 until the peer's bare FIN, of closes that the host had begun: those
    /// whose FIN was ACKed (the bucket was there), and those whose FIN was reset.
    std::uint32_t survivors = 0;
    std::uint32_t missing = 0;
    std::uint32_t bucket_acks = 0;  ///< survivors whose last ACK came from a bucket
    Duration longest_survived{};
    Duration shortest_missing = Duration::max();
    Duration longest_missing{};

    BucketTable buckets;

    void sawTtl(std::uint8_t ttl);
    /// `answer`: `Endpoint::fastest_answer` behind the SYN-ACK.
    void sawSynAck(std::uint8_t ttl, AnswerTime answer);
    void sawIpId(std::uint16_t id, std::uint32_t connection) {
        if (id == 0) return;
        if (connection == ip_id_connection) {
            ip_ids.last = id;
        } else {
            ip_ids.saw(id);
            ip_id_connection = connection;
        }
    }
    bool usesTtl(std::uint8_t ttl) const;
    /// Takes a SYN or SYN-ACK to the host `peer`, or its copy behind a router.
    void sawSynTo(std::uint32_t peer, bool is_routed_copy) {
        if (is_routed_copy) {
            routed_to = peer;
        } else if (routed_to == peer) {
            routed_to = 0xffffffff;
        }
    }
    /// Takes a SYN or SYN-ACK of the host; `offered` as for `signsOfSyn`.
    void sawSyn(const Segment& syn, const OptionOrder& offered);
    void survived(Duration fin_wait_2);
    void missed(Duration fin_wait_2);
};

}  // namespace finrst
