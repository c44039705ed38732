// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "card_drops.h"
#include "input.h"
#include "options.h"

#include <pcap/pcap.h>

#include <cstdint>
#include <memory>
#include <string>

namespace finrst {

/// An interface, for the time that was asked for.
class LiveInput : public Input {
  public:
    /// Opens the interface, which takes privileges, and winds the clock (`StopSignal`).
    explicit LiveInput(const Options& options);

    /// Why nothing is captured, in a sentence; empty: it is.
    const std::string& obstacle() const { return obstacle_; }

    Next next(CapturedPacket* packet) override;
    int tellProblems() const override;
    std::uint64_t frames() const override { return frames_; }
    std::uint64_t dropped() const override;
    std::string name() const override { return interface_; }

  private:
    struct Closing {
        void operator()(pcap_t* handle) const { pcap_close(handle); }
    };

    std::string open(const Options& options);
    std::string setUp(const Options& options);

    std::string interface_;
    CardDrops card_drops_;
    std::unique_ptr<pcap_t, Closing> handle_;
    std::string obstacle_;
    std::string failure_;  // while capturing
    std::uint64_t frames_ = 0;
    std::uint32_t link_type_ = 0;
    bool has_nanoseconds_ = false;
};

}  // namespace finrst
