// SPDX-License-Identifier: GPL-2.0-or-later
#include "flow_groups.h"

#include "figure_text.h"
#include "text.h"

#include "report/verdict_text.h"

#include <QObject>

namespace finrst {

namespace {

const Reset& resetOf(const ReportFeed& feed, std::uint32_t item) {
    return feed.analysis()->resets()[item];
}

std::uint32_t incidentOf(const ReportFeed& feed, std::uint32_t item) {
    return feed.report()->grouping.numberOf(*feed.analysis(), resetOf(feed, item));
}

QString incidentTitle(const ReportFeed& feed, std::uint32_t item) {
    const std::uint32_t number = incidentOf(feed, item);
    for (const Incident& incident : feed.report()->incidents) {
        if (incident.number != number) continue;
        return QStringLiteral("%1. %2").arg(number).arg(toQString(incident.text.title));
    }
    return QObject::tr("Not of an incident that is listed");
}

std::uint32_t senderOf(const ReportFeed& feed, std::uint32_t item) {
    const Reset& reset = resetOf(feed, item);
    return feed.analysis()->connectionOf(reset).host(reset.sender);
}

QString senderTitle(const ReportFeed& feed, std::uint32_t item) {
    const Address& address = feed.analysis()->hosts()[senderOf(feed, item)].address;
    return cellText(address, Type::kAddress, feed.cellStyle());
}

/// The server and its port.
std::uint64_t serviceOf(const ReportFeed& feed, std::uint32_t item) {
    const Connection& connection = feed.analysis()->connectionOf(resetOf(feed, item));
    const Side server = opposite(connection.client());
    return std::uint64_t{connection.host(server)} << 16 | connection.port(server);
}

QString serviceTitle(const ReportFeed& feed, std::uint32_t item) {
    const Flow flow = flowOf(*feed.analysis(), resetOf(feed, item));
    return cellText(SocketAddress{flow.server, flow.server_port}, Type::kEndpoint,
                    feed.cellStyle());
}

Verdict verdictOf(const ReportFeed& feed, std::uint32_t item) {
    return resetOf(feed, item).verdict;
}

QString verdictTitle(const ReportFeed& feed, std::uint32_t item) {
    return toQString(text(verdictOf(feed, item)).summary);
}

template <typename KeyOf, typename TitleOf>
Grouping by(const ReportFeed& feed, KeyOf keyOf, TitleOf titleOf) {
    return {[&feed, keyOf](std::uint32_t item) {
                return static_cast<std::uint64_t>(keyOf(feed, item));
            },
            [&feed, titleOf](std::uint32_t item) { return titleOf(feed, item); }};
}

}  // namespace

std::optional<Grouping> groupingBy(FlowGroups groups, const ReportFeed& feed) {
    switch (groups) {
        case FlowGroups::kNone:
            break;
        case FlowGroups::kIncident: {
            Grouping grouping = by(feed, incidentOf, incidentTitle);
            grouping.is_ordered_by_key = true;
            return grouping;
        }
        case FlowGroups::kSender:
            return by(feed, senderOf, senderTitle);
        case FlowGroups::kService:
            return by(feed, serviceOf, serviceTitle);
        case FlowGroups::kVerdict:
            return by(feed, verdictOf, verdictTitle);
    }
    return std::nullopt;
}

}  // namespace finrst
