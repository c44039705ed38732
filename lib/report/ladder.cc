// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/ladder.h"

#include <algorithm>
#include <array>

namespace finrst {

namespace {

/// A segment, and what it is for the connection. One segment may be several things.
struct Event {
    std::uint32_t frame;
    Time time;
    Side from;
    bool opens = false;
    bool fin = false;
    bool acks_fin = false;
    bool data = false;
    bool rst = false;
};

class Events {
  public:
    /// The event of that frame, new or known already.
    Event& at(std::uint32_t frame, Time time, Side from) {
        const auto known = std::find_if(events_.begin(), events_.end(),
                                        [&](const Event& event) { return event.frame == frame; });
        if (known != events_.end()) return *known;
        return events_.emplace_back(Event{frame, time, from});
    }

    std::vector<Event> inOrder() && {
        std::sort(events_.begin(), events_.end(),
                  [](const Event& a, const Event& b) { return a.frame < b.frame; });
        return std::move(events_);
    }

  private:
    std::vector<Event> events_;
};

/// `side` sent a FIN; nothing behind `reset` is told.
void addFin(const Connection& connection, Side side, const Reset& reset, Events& events) {
    const Endpoint& end = connection.end(side);
    if (!end.sentFin() || end.fin_frame > reset.frame) return;
    events.at(end.fin_frame, end.fin_time, side).fin = true;
    if (!end.finAcked() || end.fin_ack_frame > reset.frame) return;
    events.at(end.fin_ack_frame, end.fin_ack_time, opposite(side)).acks_fin = true;
}

void addTrigger(const Reset& reset, Events& events) {
    if (reset.trigger_frame == 0) return;
    Event& trigger =
        events.at(reset.trigger_frame, reset.time - reset.response_time, opposite(reset.sender));
    trigger.fin |= isFin(reset.trigger);
    trigger.data |= reset.trigger == Trigger::kData || reset.trigger == Trigger::kFinData;
    trigger.opens |= reset.trigger == Trigger::kSyn;
}

std::vector<Event> eventsOf(const CaptureAnalysis& analysis, const Reset& reset) {
    const Connection& connection = analysis.connectionOf(reset);
    Events events;
    if (connection.sawHandshake() && connection.firstFrame() < reset.frame) {
        events.at(connection.firstFrame(), connection.firstTime(), connection.client()).opens =
            true;
    }
    for (Side side : {Side::kA, Side::kB}) addFin(connection, side, reset, events);
    addTrigger(reset, events);
    if (connection.isReset()) {  // it is not, when both ends have ignored its first RST
        const Reset& first = analysis.resets()[connection.firstReset()];
        if (first.frame < reset.frame) events.at(first.frame, first.time, first.sender).rst = true;
    }
    events.at(reset.frame, reset.time, reset.sender).rst = true;
    return std::move(events).inOrder();
}

std::string nameOf(const Event& event) {
    if (event.rst) return "RST";
    if (event.opens) return "SYN";
    std::string name = event.fin ? "FIN" : event.acks_fin ? "ACK" : event.data ? "data" : "segment";
    if (event.fin && event.data) name += ", data";
    if (event.fin && event.acks_fin) name += ", ACK";
    return name;
}

/// RFC 9293, 3.3.2, as far as these segments move it.
class Course {
  public:
    void take(const Event& event) {
        TcpState& sender = state(event.from);
        TcpState& receiver = state(opposite(event.from));
        if (event.opens) {
            sender = TcpState::kSynSent;
            return;
        }
        establish();
        if (event.acks_fin) finAcked(receiver, sender);
        if (event.fin) finSent(sender);
        if (event.rst) sender = receiver = TcpState::kClosed;
    }
    TcpState of(Side side) const { return states_[static_cast<std::size_t>(side)]; }

  private:
    TcpState& state(Side side) { return states_[static_cast<std::size_t>(side)]; }

    /// The handshake's other segments are not told.
    void establish() {
        for (TcpState& state : states_) {
            const bool opening = state == TcpState::kSynSent || state == TcpState::kUnknown;
            if (opening) state = TcpState::kEstablished;
        }
    }

    static void finSent(TcpState& sender) {
        if (sender == TcpState::kEstablished) sender = TcpState::kFinWait1;
        if (sender == TcpState::kCloseWait) sender = TcpState::kLastAck;
    }

    static void finAcked(TcpState& closer, TcpState& acker) {
        if (closer == TcpState::kFinWait1) closer = TcpState::kFinWait2;
        if (closer == TcpState::kClosing) closer = TcpState::kTimeWait;
        if (closer == TcpState::kLastAck) closer = TcpState::kClosed;
        if (acker == TcpState::kEstablished) {
            acker = TcpState::kCloseWait;
        } else if (acker == TcpState::kFinWait1) {
            acker = TcpState::kClosing;
        } else if (acker == TcpState::kFinWait2) {
            acker = TcpState::kTimeWait;
        }
    }

    std::array<TcpState, 2> states_{};
};

}  // namespace

std::vector<LadderStep> ladder(const CaptureAnalysis& analysis, const Reset& reset) {
    const Side client = analysis.connectionOf(reset).client();
    std::vector<LadderStep> steps;
    Course course;
    for (const Event& event : eventsOf(analysis, reset)) {
        course.take(event);
        steps.push_back({event.frame, event.time, event.from == client, nameOf(event),
                         course.of(client), course.of(opposite(client)),
                         event.frame == reset.frame && isMissingSocket(reset.verdict)});
    }
    return steps;
}

}  // namespace finrst
