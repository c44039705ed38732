// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/conversation.h"

#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace finrst {

/// Makes a capture from a script, of which every octet means something, so that a fuzzer's changes
/// make other conversations and not errors. Conversations of the same two hosts, of which those
/// with odd numbers use IPv6; on each, two ends that keep their sequence numbers.
///
///     0-9  the conversation from here on        c s  who talks: client, server
///     S SYN or SYN-ACK   A ACK   D data   F FIN   P keep-alive probe   Z the last one again
///     R RST as of a missing socket   X RST of a socket   B RST alone   Q RST in words
///     M RST with MP_TCPRST   C the last frame, captured twice   U the ports are used anew
///
/// What changes the next segment of the talker:
///
///     + - *  sequence number: one more, one less, far away    } { &  the same of the ACK number
///     t TTL   q TOS   i IP ID   l flow label   w window   o options   n no ACK bit   b much data
///     h no IP header   ~ not captured   ! does not arrive
///
/// Time before the next segment: `.` 1 ms, `,` 50 ms, `;` 1 s, `:` 61 s, `>` 100 h, `<` 1 s back.
/// Other octets mean nothing.
class ScriptPlayer {
  public:
    explicit ScriptPlayer(Capture& capture) : capture_(capture) {}

    void play(char octet);

  private:
    using Change = std::function<void(Segment&)>;

    static Change changeOf(char octet);
    Conversation& conversation();
    Conversation::Talker talker();
    bool say(char octet);
    bool sayOther(char octet);
    bool sayReset(char octet);
    bool sayAgain(char octet);

    Capture& capture_;
    std::map<int, std::unique_ptr<Conversation>> conversations_;
    std::map<std::pair<int, bool>, Segment> last_;  // by conversation and talker
    std::vector<Change> changes_;
    int number_ = 0;
    bool client_talks_ = true;
    bool is_captured_ = true;
    bool arrives_ = true;
};

}  // namespace finrst
