// SPDX-License-Identifier: GPL-2.0-or-later
#include "fuzz/segment_script.h"

#include <string_view>

namespace finrst {

namespace {

constexpr std::uint32_t kFar = 0x70000000;
constexpr std::uint32_t kMuch = 0xff000000;

/// Zero if the octet is no pause.
Duration pauseOf(char octet) {
    static const std::map<char, Duration> kPauses = {{'.', 1ms}, {',', 50ms}, {';', 1s},
                                                     {':', 61s}, {'>', 100h}, {'<', -1s}};
    const auto pause = kPauses.find(octet);
    return pause == kPauses.end() ? Duration::zero() : pause->second;
}

}  // namespace

/// What the octet changes of a segment; empty if nothing.
ScriptPlayer::Change ScriptPlayer::changeOf(char octet) {
    const auto seq = [](std::uint32_t by) { return [=](Segment& s) { s.seq = s.seq + by; }; };
    const auto ack = [](std::uint32_t by) { return [=](Segment& s) { s.ack = s.ack + by; }; };
    static const std::map<char, Change> kChanges = {
        {'+', seq(1)},
        {'-', seq(0u - 1)},
        {'*', seq(kFar)},
        {'}', ack(1)},
        {'{', ack(0u - 1)},
        {'&', ack(kFar)},
        {'t', [](Segment& s) { s.ip.ttl = static_cast<std::uint8_t>(s.ip.ttl + 100); }},
        {'q', [](Segment& s) { s.ip.tos ^= 0x48; }},
        {'i', [](Segment& s) { s.ip.id = s.ip.id == 0 ? 54'321 : 0; }},
        {'l', [](Segment& s) { s.ip.flow_label ^= 0x77; }},
        {'w', [](Segment& s) { s.window = s.window == 0 ? 502 : 0; }},
        {'o', [](Segment& s) { s.has_options = !s.has_options; }},
        {'n', [](Segment& s) { s.flags = static_cast<std::uint8_t>(s.flags & ~kAck); }},
        {'b', [](Segment& s) { s.length += kMuch; }},
        {'h', [](Segment& s) { s.ip = {}; }},
    };
    const auto change = kChanges.find(octet);
    return change == kChanges.end() ? Change{} : change->second;
}

void ScriptPlayer::play(char octet) {
    if (octet >= '0' && octet <= '9') {
        number_ = octet - '0';
    } else if (octet == 'c' || octet == 's') {
        client_talks_ = octet == 'c';
    } else if (octet == '~' || octet == '!') {
        (octet == '~' ? is_captured_ : arrives_) = false;
    } else if (const Change change = changeOf(octet)) {
        changes_.push_back(change);
    } else if (const Duration pause = pauseOf(octet); pause != Duration::zero()) {
        capture_.after(pause);
    } else if (say(octet)) {
        changes_.clear();
        is_captured_ = arrives_ = true;
    }
}

Conversation& ScriptPlayer::conversation() {
    auto& conversation = conversations_[number_];
    if (conversation == nullptr) {
        const Conversation::Setup setup{
            .ip = number_ % 2 == 0 ? IpVersion::kV4 : IpVersion::kV6,
            .client_port = static_cast<std::uint16_t>(40'000 + number_)};
        conversation = std::make_unique<Conversation>(capture_, setup);
    }
    return *conversation;
}

Conversation::Talker ScriptPlayer::talker() {
    Conversation& tcp = conversation();
    Conversation::Talker talker = client_talks_ ? tcp.client() : tcp.server();
    for (const Change& change : changes_) talker.with(change);
    return talker;
}

/// False if the octet is no segment.
bool ScriptPlayer::say(char octet) {
    return sayAgain(octet) || sayReset(octet) || sayOther(octet);
}

bool ScriptPlayer::sayAgain(char octet) {
    if (octet == 'U') {
        conversation().reuse(7'000'000, 0xfffffff0);
        return true;
    }
    if (octet != 'C' || capture_.segments().empty()) return false;
    Segment copy = capture_.segments().back();
    capture_.add(copy);
    return true;
}

/// Resets are always captured.
bool ScriptPlayer::sayReset(char octet) {
    switch (octet) {
        case 'R':
            talker().resetsPassively();
            return true;
        case 'X':
            talker().aborts();
            return true;
        case 'B':
            talker().resetsBarely();
            return true;
        case 'Q':
            talker().with([](Segment& s) { s.reset_text = "no \"room\"\xff{frame}"; }).aborts();
            return true;
        case 'M':
            talker().with([](Segment& s) { s.has_mptcp_reset = true; }).aborts();
            return true;
        default:
            return false;
    }
}

bool ScriptPlayer::sayOther(char octet) {
    if (std::string_view("SADFPZ").find(octet) == std::string_view::npos) return false;
    if (!is_captured_) conversation().uncaptured();
    if (!arrives_) conversation().undelivered();
    Segment& last = last_[{number_, client_talks_}];
    switch (octet) {
        case 'S':
            last = client_talks_ ? talker().syn() : talker().synAck();
            return true;
        case 'A':
            last = talker().acks();
            return true;
        case 'D':
            last = talker().sends(100);
            return true;
        case 'F':
            last = talker().fin();
            return true;
        case 'P':
            last = talker().probes();
            return true;
        default:
            last = talker().repeats(last);
            return true;
    }
}

}  // namespace finrst
