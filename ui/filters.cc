// SPDX-License-Identifier: GPL-2.0-or-later
#include "filters.h"

#include "report/verdict_text.h"
#include "text.h"

#include <QStringList>

#include <algorithm>

namespace finrst {

namespace {

const char* protocolOf(const Address& address) {
    return address.isV4() ? "ip" : "ipv6";
}

QString addressFilter(const Address& address) {
    return QStringLiteral("%1.addr == %2")
        .arg(QLatin1String(protocolOf(address)), toQString(address.toString()));
}

QString endpointsFilter(const CaptureAnalysis& analysis, const Reset& reset) {
    const Flow flow = flowOf(analysis, reset);
    return QStringLiteral("(%1 && %2 && tcp.port == %3 && tcp.port == %4)")
        .arg(addressFilter(flow.client), addressFilter(flow.server))
        .arg(flow.client_port)
        .arg(flow.server_port);
}

/// "1, 3..5, 9": the display filter's notation of a set. Sorts `numbers`.
QString setOf(std::vector<std::uint32_t>& numbers) {
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    QStringList ranges;
    for (std::size_t i = 0; i < numbers.size();) {
        std::size_t last = i;
        while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
        ranges << (last == i ? QString::number(numbers[i])
                             : QStringLiteral("%1..%2").arg(numbers[i]).arg(numbers[last]));
        i = last + 1;
    }
    return ranges.join(QStringLiteral(", "));
}

}  // namespace

QString flowsFilter(const CaptureAnalysis& analysis, const std::vector<Reset>& resets) {
    std::vector<std::uint32_t> streams;
    QStringList parts;
    for (const Reset& reset : resets) {
        if (reset.stream == kNoStream) {
            parts << endpointsFilter(analysis, reset);
        } else {
            streams.push_back(reset.stream);
        }
    }
    const QString set = setOf(streams);
    if (streams.size() == 1) parts.prepend(QStringLiteral("tcp.stream == %1").arg(set));
    if (streams.size() > 1) parts.prepend(QStringLiteral("tcp.stream in {%1}").arg(set));
    return parts.join(QStringLiteral(" || "));
}

QString affectedFilter() {
    return QStringLiteral("finrst.affected");
}

QString hostFilter(const Address& address) {
    return addressFilter(address);
}

QString serviceFilter(const ServiceStatistics& service) {
    return QStringLiteral("%1 && %2 && tcp.port == %3")
        .arg(addressFilter(service.client), addressFilter(service.server))
        .arg(service.port);
}

QString verdictFilter(Verdict verdict) {
    return QStringLiteral("finrst.verdict == \"%1\"").arg(toQString(token(verdict)));
}

}  // namespace finrst
