// SPDX-License-Identifier: GPL-2.0-or-later
#include "live_input.h"

#include "link_type.h"
#include "packet_library.h"
#include "stop_signal.h"

#include <chrono>
#include <cstdio>

namespace finrst {

namespace {

/// Headers in any tunnel, and the text that a RST may carry.
constexpr int kSnapLength = 512;
/// What a busy host sends while this process does not run.
constexpr int kBuffer = 64 << 20;
constexpr std::chrono::milliseconds kWait{200};  // for the kernel to gather packets

}  // namespace

LiveInput::LiveInput(const Options& options)
    : interface_(options.interface), card_drops_(interface_) {
    obstacle_ = open(options);
    if (obstacle_.empty() && options.duration) {
        StopSignal::comeAfter(std::chrono::seconds(*options.duration));
    }
}

std::string LiveInput::open(const Options& options) {
    if (std::string missing = missingPacketLibrary(); !missing.empty()) return missing;
    char error[PCAP_ERRBUF_SIZE] = "";
    handle_.reset(pcap_create(interface_.c_str(), error));
    if (!handle_) return error;
    for (const int status : {pcap_set_snaplen(handle_.get(), kSnapLength),
                             pcap_set_buffer_size(handle_.get(), kBuffer),
                             pcap_set_timeout(handle_.get(), static_cast<int>(kWait.count())),
                             pcap_set_promisc(handle_.get(), 1)}) {
        if (status != 0) return pcap_statustostr(status);
    }
    has_nanoseconds_ = pcap_set_tstamp_precision(handle_.get(), PCAP_TSTAMP_PRECISION_NANO) == 0;
    const int status = pcap_activate(handle_.get());
    if (status < 0) {
        const std::string problem = pcap_statustostr(status);
        const std::string detail = pcap_geterr(handle_.get());
        return detail.empty() || detail == problem ? problem : problem + ": " + detail;
    }
    return setUp(options);
}

/// Of the interface, which is open.
std::string LiveInput::setUp(const Options& options) {
    link_type_ = linkTypeOf(pcap_datalink(handle_.get()));
    char error[PCAP_ERRBUF_SIZE] = "";
    // libpcap alone would wait for packets without an end, deaf to the rest.
    if (pcap_setnonblock(handle_.get(), 1, error) != 0) return error;
    if (options.filter.empty()) return {};
    bpf_program program{};
    const bool is_set = pcap_compile(handle_.get(), &program, options.filter.c_str(), 1,
                                     PCAP_NETMASK_UNKNOWN) == 0 &&
                        pcap_setfilter(handle_.get(), &program) == 0;
    std::string problem = is_set ? "" : pcap_geterr(handle_.get());
    pcap_freecode(&program);
    return problem;
}

Input::Next LiveInput::next(CapturedPacket* packet) {
    pcap_pkthdr* header = nullptr;
    const u_char* data = nullptr;
    int status = pcap_next_ex(handle_.get(), &header, &data);
    if (status == 0) {
        awaitPackets(handle_.get(), kWait);
        status = pcap_next_ex(handle_.get(), &header, &data);
    }
    if (status == 0) return Next::kPause;
    if (status < 0) {
        failure_ = pcap_geterr(handle_.get());
        return Next::kEnd;
    }
    const std::int64_t fraction = header->ts.tv_usec;
    packet->frame = ++frames_;
    packet->time = timeOf(header->ts.tv_sec, has_nanoseconds_ ? fraction : fraction * 1000);
    packet->wire_length = header->len;
    packet->link_type = link_type_;
    packet->data = {data, header->caplen};
    return Next::kPacket;
}

std::uint64_t LiveInput::dropped() const {
    pcap_stat counts{};
    if (pcap_stats(handle_.get(), &counts) != 0) return 0;
    return counts.ps_drop + card_drops_.since();
}

int LiveInput::tellProblems() const {
    if (const std::uint64_t lost = dropped(); lost > 0) {
        std::fprintf(stderr,
                     "finrst: %s: %llu packets were dropped, as they came faster than they were "
                     "read: a filter (-f) helps.\n",
                     interface_.c_str(), static_cast<unsigned long long>(lost));
    }
    if (failure_.empty()) return 0;
    std::fprintf(stderr, "finrst: %s: %s. What came before counts.\n", interface_.c_str(),
                 failure_.c_str());
    return 2;
}

}  // namespace finrst
