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

/// Success, or what went wrong, in sentences for a person.
struct [[nodiscard]] Status {
    SaveError error = SaveError::kNone;
    std::string message;
    std::string advice{};  ///< what to do, for who wanted to save; may be empty

    bool ok() const { return error == SaveError::kNone; }
};

/// To be returned by reference for each packet that there is.
inline const Status kSuccess;

inline Status fail(SaveError error, std::string message, std::string advice = {}) {
    return {error, std::move(message), std::move(advice)};
}

}  // namespace finrst
