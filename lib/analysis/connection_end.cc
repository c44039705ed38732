// SPDX-License-Identifier: GPL-2.0-or-later
#include "connection_end.h"

#include <algorithm>

namespace finrst {

ConnectionEnd endOf(const CaptureAnalysis& analysis, const Connection& connection) {
    const Side client = connection.client();
    ConnectionEnd end;
    const auto consider = [&](ConnectionEnd::By by, Time time) {
        if (time < end.time) end = {by, time};
    };
    const Endpoint& from_client = connection.end(client);
    const Endpoint& from_server = connection.end(opposite(client));
    if (from_client.sentFin()) consider(ConnectionEnd::By::kClient, from_client.fin_time);
    if (from_server.sentFin()) consider(ConnectionEnd::By::kServer, from_server.fin_time);
    if (connection.isReset()) {
        consider(ConnectionEnd::By::kReset, analysis.resets()[connection.firstReset()].time);
    }
    // Time may run backwards in a capture.
    end.time = std::max(end.time, connection.firstTime());
    return end;
}

}  // namespace finrst
