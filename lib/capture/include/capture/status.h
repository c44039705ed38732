// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace finrst {

enum class SaveError : std::uint8_t {
    kNone,
    kCancelled,
    kInvalidRequest,  ///< no such input, output is the input, output is no file …
    kUnsupported,     ///< neither pcap nor pcapng, or a variant that this library does not know
    kDamaged,         ///< the input contradicts its own format
    kInput,           ///< the input cannot be opened or read
    kOutput,          ///< the output cannot be created, written or renamed
    kMemory,
};

/// Success, or what went wrong and what to do, in sentences for the person who wanted to save.
struct [[nodiscard]] Status {
    SaveError error = SaveError::kNone;
    std::string message;

    bool ok() const { return error == SaveError::kNone; }
};

inline Status fail(SaveError error, std::string message) {
    return {error, std::move(message)};
}

}  // namespace finrst
