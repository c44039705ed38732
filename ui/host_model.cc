// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_model.h"

#include "text.h"

#include <cmath>

namespace finrst {

namespace {

enum ColumnIndex {
    kAddress,
    kResets,
    kMissing,
    kSilent,
    kActive,
    kPassive,
    kRate,
    kPeak,
    kLimit,
    kNeeded,
    kOnset,
};

/// The whole numbers of a host, by column; nothing where the host has none.
std::optional<std::uint32_t> number(const HostStatistics& host, int column) {
    switch (column) {
        case kResets:
            return host.resets_sent;
        case kMissing:
            return host.missing_socket_resets;
        case kSilent:
            return host.silent_overflows;
        case kActive:
            return host.active_closes;
        case kPassive:
            return host.passive_closes;
        case kPeak:
            return host.tw_buckets_peak;
        case kLimit:
            return host.tw_bucket_limit;
        case kNeeded:
            return host.tw_buckets_needed;
        case kOnset:
            return host.onset_frame;
        default:
            return std::nullopt;
    }
}

}  // namespace

const std::vector<Column>& HostModel::columns() const {
    static const std::vector<Column> kColumns = {
        {QT_TR_NOOP("Host"), "address", QT_TR_NOOP("Address of the host"), "192.168.100.100",
         Column::kAddress},
        {QT_TR_NOOP("Resets sent"), "resets_sent",
         QT_TR_NOOP("RSTs sent by the host's own kernel, as TcpOutRsts counts them"), "99,999",
         Column::kNumber},
        {QT_TR_NOOP("No socket"), "missing_socket_resets",
         QT_TR_NOOP("RSTs sent because the socket of the connection was missing"), "99,999",
         Column::kNumber},
        {QT_TR_NOOP("Silent"), "silent_overflows_estimate",
         QT_TR_NOOP("Closes that were refused a TIME_WAIT bucket and that no RST shows (estimate)"),
         "99,999", Column::kNumber},
        {QT_TR_NOOP("Closed first"), "active_closes",
         QT_TR_NOOP("Connections that the host closed first: each needs a TIME_WAIT bucket"),
         "99,999", Column::kNumber},
        {QT_TR_NOOP("Closed second"), "passive_closes",
         QT_TR_NOOP("Connections that the peer closed first"), "99,999", Column::kNumber},
        {QT_TR_NOOP("Closes/s"), "closes_per_second",
         QT_TR_NOOP("Connections that the host closed first, per second"), "999.9",
         Column::kNumber},
        {QT_TR_NOOP("Buckets"), "tw_buckets_peak",
         QT_TR_NOOP("The most TIME_WAIT buckets held at once, as far as the capture shows"),
         "99,999", Column::kNumber},
        {QT_TR_NOOP("Limit"), "tw_bucket_limit_estimate",
         QT_TR_NOOP("tcp_max_tw_buckets as the refused closes show it; ≥: the host may have held "
                    "more before the capture began"),
         "≥ 99,999", Column::kNumber},
        {QT_TR_NOOP("Needed"), "tw_buckets_needed",
         QT_TR_NOOP("TIME_WAIT buckets that the closes seen would need"), "99,999",
         Column::kNumber},
        {QT_TR_NOOP("Onset"), "onset_frame",
         QT_TR_NOOP("Frame of the first RST that shows a refused bucket"), "999999",
         Column::kNumber},
    };
    return kColumns;
}

bool HostModel::isSame(const HostStatistics& a, const HostStatistics& b) const {
    return a.address == b.address;
}

QString HostModel::text(std::uint32_t index, int column) const {
    const HostStatistics& host = item(index);
    if (column == kAddress) return toQString(host.address.toString());
    if (column == kRate) {
        return host.active_closes > 1 ? QString::number(host.closes_per_second, 'f', 1) : QString();
    }
    const std::optional<std::uint32_t> shown = number(host, column);
    if (!shown) return {};
    if (column == kOnset) return QString::number(*shown);
    const QString plain = countText(*shown);
    return column == kLimit && host.limit_is_lower_bound ? QStringLiteral("≥ %1").arg(plain)
                                                         : plain;
}

QString HostModel::value(std::uint32_t index, int column) const {
    const std::optional<std::uint32_t> plain = number(item(index), column);
    return plain ? QString::number(*plain) : text(index, column);
}

QString HostModel::tip(std::uint32_t index, int column) const {
    return column == kAddress ? text(index, column) : QString();
}

SortKey HostModel::key(std::uint32_t index, int column) const {
    const HostStatistics& host = item(index);
    if (column == kAddress) return sortKey(host.address);
    if (column == kRate) {
        return sortKey(static_cast<std::uint64_t>(std::llround(host.closes_per_second * 1e6)));
    }
    const std::optional<std::uint32_t> known = number(host, column);
    return sortKey(known ? std::uint64_t{*known} + 1 : 0);
}

}  // namespace finrst
