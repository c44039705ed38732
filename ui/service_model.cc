// SPDX-License-Identifier: GPL-2.0-or-later
#include "service_model.h"

#include "report/pool_text.h"
#include "report/verdict_text.h"
#include "text.h"

#include <QStringList>

namespace finrst {

namespace {

enum ColumnIndex {
    kClient,
    kServer,
    kPool,
    kConnections,
    kPeakOpen,
    kLifetime,
    kRequests,
    kByClient,
    kByServer,
    kReset,
    kOpen,
};

std::uint64_t number(const ServiceStatistics& service, int column) {
    switch (column) {
        case kConnections:
            return service.connections;
        case kPeakOpen:
            return service.peak_open;
        case kRequests:
            return service.requests.median;
        case kByClient:
            return service.closed_by_client;
        case kByServer:
            return service.closed_by_server;
        case kReset:
            return service.reset;
        case kOpen:
            return service.open;
        case kPool:
            return static_cast<std::uint64_t>(service.pool);
        default:
            return 0;
    }
}

}  // namespace

const std::vector<Column>& ServiceModel::columns() const {
    static const std::vector<Column> kColumns = {
        {QT_TR_NOOP("Client"), "client", QT_TR_NOOP("The host that connects"), "192.168.100.100",
         Column::kAddress},
        {QT_TR_NOOP("Server"), "server, port", QT_TR_NOOP("The host and port that it connects to"),
         "192.168.100.100:6379", Column::kAddress},
        {QT_TR_NOOP("Pool"), "pool", QT_TR_NOOP("How the client uses its connections"),
         "server idle timeout", Column::kText},
        {QT_TR_NOOP("Connections"), "connections", QT_TR_NOOP("Connections with data"), "99,999",
         Column::kNumber},
        {QT_TR_NOOP("At once"), "peak_open", QT_TR_NOOP("The most connections open at once"),
         "9,999", Column::kNumber},
        {QT_TR_NOOP("Lifetime"), "lifetime.median",
         QT_TR_NOOP("Median time from the first segment to the first FIN or RST"), "99.9 ms",
         Column::kNumber},
        {QT_TR_NOOP("Requests"), "requests.median",
         QT_TR_NOOP("Median number of requests for each connection"), "9999", Column::kNumber},
        {QT_TR_NOOP("Client closed"), "closed_by_client",
         QT_TR_NOOP("Connections that the client closed first"), "99,999", Column::kNumber},
        {QT_TR_NOOP("Server closed"), "closed_by_server",
         QT_TR_NOOP("Connections that the server closed first"), "99,999", Column::kNumber},
        {QT_TR_NOOP("Reset"), "reset", QT_TR_NOOP("Connections reset before anybody closed them"),
         "9,999", Column::kNumber},
        {QT_TR_NOOP("Open"), "open", QT_TR_NOOP("Connections open at the end of the capture"),
         "9,999", Column::kNumber},
    };
    return kColumns;
}

bool ServiceModel::isSame(const ServiceStatistics& a, const ServiceStatistics& b) const {
    return a.client == b.client && a.server == b.server && a.port == b.port;
}

QString ServiceModel::text(std::uint32_t index, int column) const {
    const ServiceStatistics& service = item(index);
    switch (column) {
        case kClient:
            return toQString(service.client.toString());
        case kServer:
            return endpointText(service.server, service.port);
        case kPool:
            return words(token(service.pool));
        case kLifetime:
            return durationText(service.lifetime.median);
        default:
            return countText(number(service, column));
    }
}

QString ServiceModel::value(std::uint32_t index, int column) const {
    const ServiceStatistics& service = item(index);
    switch (column) {
        case kClient:
        case kServer:
            return text(index, column);
        case kPool:
            return toQString(token(service.pool));
        case kLifetime:
            return QString::number(seconds(service.lifetime.median), 'g', 12);
        default:
            return QString::number(number(service, column));
    }
}

QString ServiceModel::tip(std::uint32_t index, int column) const {
    if (column == kClient || column == kServer) return text(index, column);
    if (column != kPool) return {};
    const ServiceStatistics& service = item(index);
    QStringList lines;
    for (const std::string& line : poolEvidence(service.pool, service.pool_figures)) {
        lines << toQString(line);
    }
    return lines.join(QLatin1Char('\n'));
}

SortKey ServiceModel::key(std::uint32_t index, int column) const {
    const ServiceStatistics& service = item(index);
    switch (column) {
        case kClient:
            return sortKey(service.client);
        case kServer:
            return sortKey(service.server, service.port);
        case kLifetime:
            return sortKey(service.lifetime.median);
        default:
            return sortKey(number(service, column));
    }
}

}  // namespace finrst
