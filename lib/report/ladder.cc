// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/ladder.h"

#include "report/report.h"
#include "report/text_template.h"
#include "text_layout.h"

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
    bool accepts = false;  ///< a SYN-ACK
    bool fin = false;
    bool acks_fin = false;
    bool data = false;
    bool keeps_alive = false;
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
    const std::uint32_t ack = connection.finAckFrame(side);
    if (ack == 0 || ack > reset.frame) return;
    events.at(ack, connection.finAckTime(side), opposite(side)).acks_fin = true;
}

void addTrigger(const Reset& reset, Events& events) {
    if (reset.trigger_frame == 0) return;
    Event& trigger =
        events.at(reset.trigger_frame, reset.time - reset.response_time, opposite(reset.sender));
    trigger.fin |= isFin(reset.trigger);
    trigger.data |= reset.trigger == Trigger::kData || reset.trigger == Trigger::kFinData;
    trigger.opens |= reset.trigger == Trigger::kSyn;
    trigger.accepts |= reset.trigger == Trigger::kSynAck;
    trigger.keeps_alive |= reset.trigger == Trigger::kKeepalive;
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
    if (event.accepts) return "SYN, ACK";
    if (event.keeps_alive) return "keep-alive";
    std::string name = event.fin ? "FIN" : event.data ? "data" : "ACK";
    if (event.fin && event.data) name += ", data";
    if (event.fin && event.acks_fin) name += ", ACK";
    return name;
}

/// RFC 9293, 3.3.2, as far as these segments move it.
class EndStates {
  public:
    EndStates(const Connection& connection, const Reset& reset) {
        const bool is_opening = reset.stage == Stage::kSyn || reset.stage == Stage::kHandshake;
        if (is_opening || reset.verdict == Verdict::kStray) return;
        for (Side side : {Side::kA, Side::kB}) {
            const bool is_shown = connection.sawHandshake() || connection.end(side).spoke();
            is_opened_[static_cast<std::size_t>(side)] = is_shown;
        }
    }

    void take(const Event& event) {
        TcpState& sender = state(event.from);
        TcpState& receiver = state(opposite(event.from));
        if (event.opens) {
            sender = TcpState::kSynSent;
            return;
        }
        if (event.accepts) {
            sender = TcpState::kSynReceived;
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
        for (std::size_t i = 0; i < states_.size(); ++i) {
            const bool opening =
                states_[i] == TcpState::kSynSent || states_[i] == TcpState::kUnknown;
            if (opening && is_opened_[i]) states_[i] = TcpState::kEstablished;
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

    std::array<bool, 2> is_opened_{};  ///< before the reset, as the capture shows
    std::array<TcpState, 2> states_{};
};

/// What the other place shows of an event.
void takeElsewhere(const PlacesReport* places, Side client, const Event& event, LadderStep& step) {
    if (places == nullptr || !places->beside) return;
    const ConnectionElsewhere& beside = *places->beside;
    const auto found = std::find_if(beside.segments.begin(), beside.segments.end(),
                                    [&](const auto& s) { return s.frame == event.frame; });
    if (found == beside.segments.end()) return;
    step.frame_elsewhere = found->frame_there;
    if (found->seen != Seen::kNo) return;
    const bool comes_through = beside.is_nearer_client == (event.from == client);
    step.way = comes_through ? Way::kMadeBetween : Way::kLost;
}

std::string thereText(const LadderStep& step) {
    if (step.way == Way::kLost) return "never came";
    if (step.way == Way::kMadeBetween) return "never sent";
    return step.frame_elsewhere == 0 ? "?" : std::to_string(step.frame_elsewhere);
}

/// "-- SYN ----->", "<----- RST --": as wide as any, for a longest segment of so many columns.
std::string arrow(const LadderStep& step, std::size_t longest) {
    const std::string line(longest - step.segment.size() + 2, '-');
    if (step.from_client) return "-- " + step.segment + " " + line + ">";
    return "<" + line + " " + step.segment + " --";
}

std::string stateText(const LadderStep& step, bool of_client) {
    if (step.socket_missing && step.from_client == of_client) return "no socket";
    const TcpState state = of_client ? step.client : step.server;
    return state == TcpState::kUnknown ? "" : std::string(name(state));
}

using Row = std::array<std::string, 6>;

std::vector<std::string> inColumns(const std::vector<Row>& rows) {
    std::array<std::size_t, std::tuple_size_v<Row>> widths{};
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], columns(row[i]));
        }
    }
    std::vector<std::string> lines;
    for (const Row& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i] + std::string(widths[i] - columns(row[i]) + 2, ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace

std::optional<LadderPlaces> ladderPlaces(const CaptureAnalysis& analysis, const Reset& reset) {
    const PlacesReport* places = analysis.placesReport(reset);
    if (places == nullptr || !places->beside) return std::nullopt;
    const ConnectionElsewhere& beside = *places->beside;
    if (beside.is_nearer_client) return LadderPlaces{beside.place, places->place, false};
    return LadderPlaces{places->place, beside.place, true};
}

Course courseOf(const CaptureAnalysis& analysis, const Reset& reset) {
    const Flow flow = flowOf(analysis, reset);
    Course course{{flow.client, flow.client_port},
                  {flow.server, flow.server_port},
                  ladderPlaces(analysis, reset),
                  ladder(analysis, reset),
                  {}};
    for (const LadderStep& step : course.steps) {
        course.frames.push_back(analysis.frameInCapture(step.frame));
    }
    return course;
}

std::vector<std::string> ladderLines(const Course& course) {
    if (course.steps.empty()) return {};
    const std::optional<LadderPlaces>& places = course.places;
    std::size_t longest = 0;
    for (const LadderStep& step : course.steps) longest = std::max(longest, step.segment.size());
    std::vector<Row> rows;
    for (std::size_t i = 0; i < course.steps.size(); ++i) {
        const LadderStep& step = course.steps[i];
        std::string left = std::to_string(course.frames[i]);
        std::string right = places ? thereText(step) : "";
        if (places && !places->is_near_client) std::swap(left, right);
        rows.push_back({"+" + toText(step.time - course.steps.front().time), std::move(left),
                        stateText(step, true), arrow(step, longest), stateText(step, false),
                        std::move(right)});
    }
    std::vector<std::string> lines = inColumns(rows);
    std::string title =
        "Its course, from " + course.client.toString() + " to " + course.server.toString();
    if (places) {
        title += ", by frames of " + places->near_client + " and of " + places->near_server;
    }
    lines.insert(lines.begin(), title + ":");
    return lines;
}

std::vector<LadderStep> ladder(const CaptureAnalysis& analysis, const Reset& reset) {
    const Connection& connection = analysis.connectionOf(reset);
    const Side client = connection.client();
    std::vector<LadderStep> steps;
    EndStates states(connection, reset);
    for (const Event& event : eventsOf(analysis, reset)) {
        states.take(event);
        steps.push_back({event.frame, event.time, event.from == client, nameOf(event),
                         states.of(client), states.of(opposite(client)),
                         event.frame == reset.frame && isMissingSocket(reset.verdict)});
        takeElsewhere(analysis.placesReport(reset), client, event, steps.back());
    }
    return steps;
}

}  // namespace finrst
