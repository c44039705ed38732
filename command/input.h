// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/captured_packet.h"

#include <cstdint>
#include <string>

namespace finrst {

/// Where packets come from.
class Input {
  public:
    enum class Next : std::uint8_t {
        kPacket,
        kPause,  ///< none has come for a while
        kEnd,
    };

    Input() = default;
    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;
    virtual ~Input() = default;

    /// The next packet, valid until the next call.
    virtual Next next(CapturedPacket* packet) = 0;
    /// Says on standard error what was wrong. The exit status: 0 all was read, 1 nothing could be
    /// read, 2 a part is missing.
    virtual int tellProblems() const = 0;
    /// How many there were so far, with what counts as a frame but is no packet.
    virtual std::uint64_t frames() const = 0;
    /// How many came and were not captured, as far as the recorder says so.
    virtual std::uint64_t dropped() const = 0;
    /// What it is called in reports.
    virtual std::string name() const = 0;
};

}  // namespace finrst
