// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "conversation.h"
#include "report/incident_text.h"
#include "report/report.h"
#include "report/summary.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <deque>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace finrst {

inline void PrintTo(IncidentKind kind, std::ostream* out) {
    *out << token(kind);
}

/// A capture of many conversations, and the incidents in it.
class Day : public ::testing::Test {
  protected:
    Conversation& open(std::uint16_t server_port = 6379, std::uint8_t client_host = 1) {
        Conversation::Setup setup;
        setup.client_port = static_cast<std::uint16_t>(20'000 + conversations_.size());
        setup.server_port = server_port;
        setup.client_host = client_host;
        return conversations_.emplace_back(capture_, setup);
    }
    /// Open, behind one request.
    Conversation& use(std::uint16_t server_port = 6379, std::uint8_t client_host = 1) {
        Conversation& tcp = open(server_port, client_host);
        tcp.handshake();
        tcp.request();
        return tcp;
    }
    void isRefused(std::uint16_t server_port, std::uint8_t client_host = 1) {
        Conversation& tcp = open(server_port, client_host);
        tcp.client().syn();
        tcp.server().resetsPassively();
    }
    void closes(bool has_bucket) {
        Conversation& tcp = use();
        tcp.client().fin();
        tcp.after(41ms).server().acks();
        tcp.after(100ms).server().fin();
        if (has_bucket) {
            tcp.client().acks();
        } else {
            tcp.client().resetsPassively();
        }
    }

    Report report() { return makeReport(capture_.analysis()); }
    std::vector<Incident> incidents() { return report().incidents; }
    std::vector<IncidentKind> kinds() {
        std::vector<IncidentKind> kinds;
        for (const Incident& incident : incidents()) kinds.push_back(incident.kind);
        return kinds;
    }
    /// The only one.
    Incident incident() {
        std::vector<Incident> found = incidents();
        EXPECT_EQ(found.size(), 1u);
        return found.empty() ? Incident() : found.front();
    }
    std::string summary() {
        std::string text;
        writeSummary(report(), [&](std::string_view part) { text += part; });
        return text;
    }

    Capture capture_;
    std::deque<Conversation> conversations_;
};

}  // namespace finrst
