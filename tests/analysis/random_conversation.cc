// SPDX-License-Identifier: GPL-2.0-or-later
#include "random_conversation.h"

#include "replay.h"

#include <array>
#include <random>

namespace finrst {

namespace {

/// One end as far as it matters for what it may say next.
struct End {
    bool closed = false;  ///< it has sent its FIN
    bool gone = false;    ///< it has no socket any more
};

class RandomTalk {
  public:
    RandomTalk(Conversation& tcp, unsigned seed) : tcp_(tcp), random_(seed) {}

    void handshake() {
        if (dice(4) != 0) tcp_.handshake();
    }

    /// An end that has a socket says something.
    void say() {
        // The same twice within a millisecond cannot be told from a copy.
        tcp_.after(1ms + std::chrono::microseconds(dice(2) == 0 ? dice(1000) : dice(400'000)));
        if (dice(12) == 0) tcp_.uncaptured();
        if (dice(12) == 0) tcp_.undelivered();
        const bool by_choice = !ends_[0].gone && !ends_[1].gone;
        speaker_ = by_choice ? dice(2) : static_cast<unsigned>(ends_[0].gone);
        const unsigned choice = dice(7);
        if (choice < 2 && !ends_[speaker_].closed) {
            talker(speaker_).sends(1 + dice(1400));
        } else if (choice == 2 && !ends_[speaker_].closed) {
            talker(speaker_).fin(dice(4) == 0 ? dice(100) : 0);
            ends_[speaker_].closed = true;
        } else if (choice == 3) {
            talker(speaker_).probes();
        } else {
            talker(speaker_).acks();
        }
    }

    /// The last segment is answered by an end without a socket or by a box in its name, or its
    /// sender aborts.
    void reset() {
        const unsigned listener = 1 - speaker_;
        switch (dice(6)) {
            case 0:
            case 1:
                talker(speaker_).aborts();
                ends_[speaker_].gone = true;
                break;
            case 2:
                talker(listener).ttl(240).resetsPassively();
                break;
            default:
                talker(listener).resetsPassively();
                ends_[listener].gone = true;
        }
    }

    bool bothGone() const { return ends_[0].gone && ends_[1].gone; }
    unsigned dice(unsigned sides) { return static_cast<unsigned>(random_() % sides); }

  private:
    Conversation::Talker talker(unsigned end) { return end == 0 ? tcp_.client() : tcp_.server(); }

    Conversation& tcp_;
    std::mt19937 random_;
    std::array<End, 2> ends_;
    unsigned speaker_ = 0;  ///< the index of the end that spoke last
};

}  // namespace

std::vector<Segment> randomConversation(unsigned seed, const Conversation::Setup& setup) {
    Conversation tcp(setup);
    RandomTalk talk(tcp, seed);
    talk.handshake();
    for (unsigned i = 0; i < 2 + seed % 9; ++i) talk.say();
    talk.reset();
    while (!talk.bothGone() && talk.dice(3) != 0) {
        talk.say();
        if (talk.dice(2) == 0) talk.reset();
    }
    return tcp.capture().segments();
}

std::vector<Segment> busyDay() {
    std::vector<std::vector<Segment>> conversations;
    for (unsigned seed = 0; seed < 4000; ++seed) {
        const auto port = static_cast<std::uint16_t>(20'000 + seed);
        const IpVersion ip = seed % 2 == 0 ? IpVersion::kV4 : IpVersion::kV6;
        conversations.push_back(randomConversation(seed, {.ip = ip, .client_port = port}));
    }
    std::mt19937 random(1);
    std::vector<Segment> segments = interleaved(conversations, 24h, random);
    std::uint32_t frame = 0;
    for (Segment& segment : segments) segment.frame = ++frame;
    return segments;
}

}  // namespace finrst
