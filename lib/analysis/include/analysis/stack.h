// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/segment.h"
#include "analysis/time.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>

namespace finrst {

/// The TCP stack of a host. `kBsd`: macOS, iOS and the BSDs; `kEmbedded`: small stacks, such as
/// lwIP and uIP.
enum class Stack : std::uint8_t { kUnknown, kLinux, kWindows, kBsd, kEmbedded, kNetScaler };

/// Known, and none whose answers, buckets and counters are Linux'.
constexpr bool isAnotherThanLinux(Stack stack) {
    return stack != Stack::kUnknown && stack != Stack::kLinux;
}

/// lwIP, or something like it, or not known.
constexpr bool mayBeSmall(Stack stack) {
    return stack == Stack::kEmbedded || stack == Stack::kUnknown;
}

/// One thing that a host did in the capture and that not all stacks do.
enum class StackSign : std::uint8_t {
    // The TTL that its packets start from.
    kTtl64,
    kTtl128,
    kTtl255,
    // The same in IPv6, where routers may tell their hosts another one (RFC 4861, 6.3.4).
    kHopLimit64,
    kHopLimit128,
    kHopLimit255,
    // The options of its SYN or SYN-ACK, in their order.
    kLinuxOptions,
    kWindowsOptions,
    kDarwinOptions,
    kFreeBsdOptions,  ///< Windows answers with the same
    kBsdOptions,      ///< of OpenBSD; of FreeBSD or macOS without timestamps
    kMssAlone,
    // What else its SYN or SYN-ACK shows.
    kNoIpIdInSynAck,
    kSmallWindow,
    kWindow8190,
    // Its IP IDs.
    kOneIpIdCounter,
    // Its RSTs.
    kAckIsSeq,          ///< without the ACK bit
    kRefusesLateData,   ///< RST+ACK, window 0, that acknowledges data after the own FIN
    kNoTimestamps,      ///< in a RST+ACK of a socket that has them
    kWindowInRefusal,   ///< of a SYN
    kWindowAsItCame,    ///< that of the segment that it answers
    kSynNotAcked,       ///< it refuses a SYN without acknowledging it
    kFragmentsAllowed,  ///< DF is not set
    kResetCode,         ///< its window is one of NetScaler's codes
    kCount
};

inline constexpr std::size_t kStackSigns = static_cast<std::size_t>(StackSign::kCount);

class StackSigns {
  public:
    constexpr StackSigns() = default;
    constexpr StackSigns(std::initializer_list<StackSign> signs) {
        for (const StackSign sign : signs) add(sign);
    }
    constexpr void add(StackSign sign) { bits_ |= 1u << static_cast<unsigned>(sign); }
    constexpr bool has(StackSign sign) const {
        return (bits_ >> static_cast<unsigned>(sign) & 1u) != 0;
    }
    constexpr bool any() const { return bits_ != 0; }
    int count() const;

    friend constexpr StackSigns operator|(StackSigns a, StackSigns b) {
        a.bits_ |= b.bits_;
        return a;
    }
    friend constexpr StackSigns operator&(StackSigns a, StackSigns b) {
        a.bits_ &= b.bits_;
        return a;
    }
    friend constexpr StackSigns operator-(StackSigns a, StackSigns b) {
        a.bits_ &= ~b.bits_;
        return a;
    }
    friend constexpr bool operator==(StackSigns, StackSigns) = default;

  private:
    std::uint32_t bits_ = 0;
};

/// The stack that `signs` of one host tell: where several that are independent of each other agree,
/// and none disagrees.
Stack stackBy(StackSigns signs);

/// None of `signs` speaks against `stack`.
bool canBe(Stack stack, StackSigns signs);

/// Those of `signs` that speak for `stack`.
StackSigns signsFor(Stack stack, StackSigns signs);

/// What a SYN or a SYN-ACK shows of its sender. `offered`: the options of the SYN that a SYN-ACK
/// answers, as far as they are known.
StackSigns signsOfSyn(const Segment& syn, const OptionOrder& offered);

/// How much the options tell that led to `signs`: 2 where they are one stack's, 1 where they are
/// few, 0 where they tell nothing.
int optionsTell(StackSigns signs);

/// The TTL or hop limit from which a packet with this header started.
StackSign startOf(const IpHeader& ip, bool v6);

/// A window that NetScaler gives a RST to tell why it sent it (Wireshark 4.4 names them).
bool isNetScalerCode(std::uint16_t window);

/// The timers of `finWait2Timer`: NetScaler's (10.4 s were measured), XNU's, Windows'.
inline constexpr std::array<Duration, 3> kFinWait2Timers = {
    std::chrono::seconds(10), std::chrono::seconds(60), std::chrono::seconds(120)};

/// How long a stack with these signs leaves a closed socket in FIN-WAIT-2 before it resets the
/// connection unprompted; empty for those that drop the socket silently (Linux, FreeBSD), and
/// where it is not known.
std::optional<Duration> finWait2Timer(StackSigns signs);

}  // namespace finrst
