// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "input.h"
#include "options.h"

#include <pcap/pcap.h>

#include <array>
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

    /// Packets that the network card had no room for: counters of Linux that are open, because
    /// libpcap opens them each time, and nothing can be opened when packets are read
    /// (confinement.h).
    class CardDrops {
      public:
        explicit CardDrops(const std::string& interface);
        CardDrops(const CardDrops&) = delete;
        CardDrops& operator=(const CardDrops&) = delete;
        ~CardDrops();
        /// Since it was made.
        std::uint64_t since() const { return now() - before_; }

      private:
        std::uint64_t now() const;

        std::array<int, 2> files_;  // -1: the card has no such counter
        std::uint64_t before_;
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
