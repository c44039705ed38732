// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/stack.h"

#include <algorithm>
#include <array>
#include <bit>

namespace finrst {

namespace {

using enum StackSign;

constexpr StackSigns kStarts = {kTtl64, kTtl128, kTtl255};
constexpr StackSigns kOrders = {kLinuxOptions, kWindowsOptions, kDarwinOptions, kFreeBsdOptions,
                                kBsdOptions};

/// TTLs and options of which a host has but one kind: those that a stack has not.
constexpr StackSigns allBut(StackSigns own) {
    return (kStarts | kOrders) - own;
}

/// What speaks for a stack. One of the signs that hardly any other stack shows must be there.
struct Profile {
    Stack stack;
    StackSigns telling;
    StackSigns common;
    StackSigns against;
    int least;  ///< so many signs

    StackSigns all() const { return telling | common; }
};

constexpr std::array kProfiles = {
    Profile{.stack = Stack::kLinux,
            .telling = {kLinuxOptions},
            .common = {kTtl64, kHopLimit64, kNoIpIdInSynAck},
            .against = allBut({kLinuxOptions, kTtl64}),
            .least = 2},
    Profile{.stack = Stack::kWindows,
            .telling = {kWindowsOptions, kFreeBsdOptions, kAckIsSeq, kRefusesLateData},
            .common = {kTtl128, kHopLimit128, kOneIpIdCounter},
            .against = allBut({kWindowsOptions, kFreeBsdOptions, kTtl128}),
            .least = 2},
    Profile{.stack = Stack::kBsd,
            .telling = {kDarwinOptions, kFreeBsdOptions, kBsdOptions},
            .common = {kTtl64, kHopLimit64, kNoTimestamps},
            .against = allBut({kDarwinOptions, kFreeBsdOptions, kBsdOptions, kTtl64}),
            .least = 2},
    Profile{.stack = Stack::kNetScaler,
            .telling = {kWindow8190, kResetCode},
            .common = {kTtl255, kHopLimit255},
            .against = {kTtl64, kTtl128},
            .least = 2},
    Profile{.stack = Stack::kEmbedded,
            .telling = {kWindowInRefusal, kWindowAsItCame},
            .common = {kMssAlone, kSmallWindow, kSynNotAcked, kFragmentsAllowed, kOneIpIdCounter},
            .against = kOrders,
            .least = 3},
};

const Profile* profileOf(Stack stack) {
    const auto* profile = std::find_if(kProfiles.begin(), kProfiles.end(),
                                       [&](const Profile& p) { return p.stack == stack; });
    return profile == kProfiles.end() ? nullptr : profile;
}

bool fits(const Profile& profile, StackSigns signs) {
    return (signs & profile.telling).any() && !(signs & profile.against).any() &&
           (signs & profile.all()).count() >= profile.least;
}

using namespace option;

struct KnownOrder {
    OptionOrder order;
    StackSign sign;
};

/// As p0f 3 and nmap know them (p0f.fp, nmap-os-db). A SYN-ACK lacks what the SYN had not offered:
/// orders that several stacks have then are not here.
constexpr std::array kKnownOrders = {
    KnownOrder{{kMss, kSackPermitted, kTimestamps, kNop, kWindowScale}, kLinuxOptions},
    KnownOrder{{kMss, kNop, kWindowScale, kNop, kNop, kSackPermitted}, kWindowsOptions},
    KnownOrder{{kMss, kNop, kWindowScale, kNop, kNop, kTimestamps, kSackPermitted}, kDarwinOptions},
    KnownOrder{{kMss, kNop, kWindowScale, kSackPermitted, kTimestamps}, kFreeBsdOptions},
    KnownOrder{{kMss, kNop, kWindowScale, kSackPermitted}, kBsdOptions},
    KnownOrder{{kMss, kNop, kNop, kSackPermitted, kNop, kWindowScale, kNop, kNop, kTimestamps},
               kBsdOptions},
};

/// Linux without timestamps. OpenBSD answers a SYN without timestamps so, too, but with an IP ID.
constexpr OptionOrder kNoTimestampsOrder = {kMss, kNop, kNop, kSackPermitted, kNop, kWindowScale};

bool hasNoIpId(const Segment& segment) {
    return segment.ip.known && segment.source.isV4() && segment.ip.id == 0 &&
           segment.ip.dont_fragment;
}

void readOrder(const Segment& syn, const OptionOrder& offered, StackSigns& signs) {
    constexpr OptionOrder kOnlyMss = {kMss};
    const OptionOrder order = syn.syn_options.base();
    const auto known = std::find_if(kKnownOrders.begin(), kKnownOrders.end(),
                                    [&](const KnownOrder& k) { return k.order == order; });
    if (known != kKnownOrders.end()) {
        // In IPv6, where routers tell Windows a hop limit of 64, too, it looks like FreeBSD.
        const bool may_be_windows =
            known->sign == kFreeBsdOptions && !syn.source.isV4() && !signs.has(kHopLimit128);
        if (!may_be_windows) signs.add(known->sign);
    }
    const bool answers = syn.has(kAck);
    if (order == kNoTimestampsOrder && (!answers || hasNoIpId(syn))) signs.add(kLinuxOptions);
    if (order == kOnlyMss && (!answers || offered.size() > 1)) signs.add(kMssAlone);
}

struct Codes {
    std::uint16_t first;
    std::uint16_t last;
};

/// In their order. Citrix, CTX200852.
constexpr std::array kNetScalerCodes = {
    Codes{8196, 8196},   Codes{8201, 8202},   Codes{8204, 8214},   Codes{9100, 9100},
    Codes{9201, 9203},   Codes{9205, 9210},   Codes{9212, 9212},   Codes{9214, 9214},
    Codes{9216, 9222},   Codes{9300, 9311},   Codes{9400, 9401},   Codes{9450, 9460},
    Codes{9600, 9602},   Codes{9700, 9702},   Codes{9704, 9704},   Codes{9800, 9800},
    Codes{9810, 9814},   Codes{9816, 9827},   Codes{9829, 9839},   Codes{9841, 9866},
    Codes{9868, 9868},   Codes{9870, 9890},   Codes{9900, 9906},   Codes{9911, 9915},
    Codes{9951, 9953},   Codes{9956, 9983},   Codes{10000, 10006}, Codes{10016, 10020},
    Codes{10022, 10024}, Codes{10026, 10030}, Codes{10032, 10040}, Codes{10042, 10042},
};

}  // namespace

int StackSigns::count() const {
    return std::popcount(bits_);
}

Stack stackBy(StackSigns signs) {
    Stack found = Stack::kUnknown;
    for (const Profile& profile : kProfiles) {
        if (!fits(profile, signs)) continue;
        if (found != Stack::kUnknown) return Stack::kUnknown;
        found = profile.stack;
    }
    return found;
}

bool canBe(Stack stack, StackSigns signs) {
    const Profile* profile = profileOf(stack);
    return profile == nullptr || !(signs & profile->against).any();
}

StackSigns signsFor(Stack stack, StackSigns signs) {
    const Profile* profile = profileOf(stack);
    return profile == nullptr ? StackSigns() : signs & profile->all();
}

int optionsTell(StackSigns signs) {
    return (signs & kOrders).any() ? 2 : signs.has(kMssAlone) ? 1 : 0;
}

StackSign startOf(const IpHeader& ip, bool v6) {
    if (ip.ttl <= 64) return v6 ? kHopLimit64 : kTtl64;
    if (ip.ttl <= 128) return v6 ? kHopLimit128 : kTtl128;
    return v6 ? kHopLimit255 : kTtl255;
}

bool isNetScalerCode(std::uint16_t window) {
    const auto codes = std::lower_bound(
        kNetScalerCodes.begin(), kNetScalerCodes.end(), window,
        [](const Codes& listed, std::uint16_t searched) { return listed.last < searched; });
    return codes != kNetScalerCodes.end() && codes->first <= window;
}

StackSigns signsOfSyn(const Segment& syn, const OptionOrder& offered) {
    constexpr std::uint16_t kSmall = 5000;       // large stacks start at 5840 and above
    constexpr std::uint16_t kNetScalers = 8190;  // its default buffer size
    StackSigns signs;
    if (syn.ip.known) signs.add(startOf(syn.ip, !syn.source.isV4()));
    readOrder(syn, offered, signs);
    if (syn.has(kAck) && hasNoIpId(syn)) signs.add(kNoIpIdInSynAck);
    const std::uint16_t window = syn.window.value_or(0);
    if (window != 0 && window < kSmall) signs.add(kSmallWindow);
    if (window == kNetScalers) signs.add(kWindow8190);
    return signs;
}

std::optional<Duration> finWait2Timer(StackSigns signs) {
    const auto [net_scaler, xnu, windows] = kFinWait2Timers;
    const Stack stack = stackBy(signs);
    if (stack == Stack::kNetScaler) return net_scaler;
    if (stack == Stack::kWindows) return windows;
    // `tcp_timers` of XNU drops the connection with a RST; other BSDs only close it.
    if (stack == Stack::kBsd && signs.has(kDarwinOptions)) return xnu;
    return std::nullopt;
}

}  // namespace finrst
