// SPDX-License-Identifier: GPL-2.0-or-later
#include "late_request.h"

#include <algorithm>
#include <array>

namespace finrst {

namespace {

/// As long as a TLS record with an alert (RFC 8446, 5; RFC 5246, 6.2.3; AES-GCM, ChaCha20 and CBC):
/// a client says goodbye by it, where it learns that the server has closed.
bool mayBeAlert(std::uint32_t length) {
    constexpr std::array<std::uint32_t, 7> kAlerts = {23, 24, 31, 37, 53, 69, 85};
    return std::find(kAlerts.begin(), kAlerts.end(), length) != kAlerts.end();
}

/// The RST answers the client's first data after the server's last, and the server has closed.
bool refusesRequest(const Scene& scene) {
    const Connection& connection = scene.connection;
    const SentSegment& request = scene.answered.segment;
    const Side client = opposite(scene.side);
    return connection.sawHandshake() && connection.client() == client && request.length > 0 &&
           request.has(kAck) && !mayBeAlert(request.length) && scene.sender.sentFin() &&
           connection.hasData() && connection.lastDataFrom() == client && !connection.continues() &&
           connection.lastDataTime() == request.time;
}

}  // namespace

/// Each segment acknowledges all that has come in order (RFC 9293, 3.10.7.4): a request that does
/// not acknowledge the FIN was sent before that had come. One that does was a race, too, if it came
/// less than a round trip behind the FIN: the client cannot have done anything sooner.
Cause causeOfLateRequest(const Scene& scene, const Observation& seen, Judgement& judgement) {
    if (!refusesRequest(scene)) return Cause::kNone;
    const SentSegment& request = scene.answered.segment;
    if (request.ack.precedes(scene.sender.finEnd())) {
        judgement.evidence.add(Evidence::kRequestCrossedFin);
        return Cause::kKeepaliveRace;
    }
    if (seen.round_trip < Duration::zero()) return Cause::kUnknown;
    const bool race = request.time - scene.sender.fin_time < seen.round_trip;
    judgement.evidence.add(race ? Evidence::kRequestWithinRoundTrip : Evidence::kRequestAfterFin);
    return race ? Cause::kKeepaliveRace : Cause::kReuseAfterClose;
}

}  // namespace finrst
