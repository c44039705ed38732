// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/witnesses.h"

namespace finrst {

namespace {

/// The host's stack is known, and not by what the connection shows of it.
bool restsOnStack(const Reset& reset, const Endpoint& sender) {
    return !sender.sent_syn && reset.stack != Stack::kUnknown &&
           stackBy(reset.stack_signs) != reset.stack;
}

/// The RST's TTL, which is not that of its connection, is known from the host's others.
bool restsOnTtl(const Reset& reset) {
    return reset.sender_ttl != 0 && reset.ttl != reset.sender_ttl && reset.ttl == reset.host_ttl;
}

std::optional<HandshakeOfHost> handshakeFor(const CaptureAnalysis& analysis, const Reset& reset) {
    const Connection& connection = analysis.connectionOf(reset);
    const Endpoint& sender = connection.end(reset.sender);
    const bool is_nearer = reset.evidence.has(Evidence::kNearerThanHost);
    const bool is_needed = is_nearer || restsOnStack(reset, sender) || restsOnTtl(reset);
    const HandshakeOfHost handshake = {connection.host(reset.sender), reset.host_ttl, is_nearer};
    if (!is_needed || reset.host_ttl == 0 || shows(connection, handshake)) return {};
    return handshake;
}

}  // namespace

Witnesses witnessesOf(const CaptureAnalysis& analysis, const Reset& reset) {
    return {{analysis.connectionOf(reset).earlier().previous, reset.related},
            handshakeFor(analysis, reset)};
}

bool shows(const Connection& connection, const HandshakeOfHost& handshake) {
    const Side server = opposite(connection.client());
    const auto isOf = [&](Side side) {
        const Endpoint& end = connection.end(side);
        return connection.host(side) == handshake.host && end.sent_syn &&
               end.first_ttl == handshake.ttl;
    };
    return isOf(server) || (!handshake.answers && isOf(connection.client()));
}

bool shows(const Connections& connections, std::uint32_t index, const HandshakeOfHost& handshake) {
    return connections.isLoneSyn(index) ? shows(Connection(connections.loneSyn(index)), handshake)
                                        : shows(connections[index], handshake);
}

}  // namespace finrst
