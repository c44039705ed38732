// SPDX-License-Identifier: GPL-2.0-or-later
#include "flow_model.h"

#include "report/verdict_text.h"
#include "text.h"
#include "theme.h"

#include <algorithm>

namespace finrst {

namespace {

/// Of a second, to leave room for the verdict; files get them all.
constexpr int kTimeDecimals = 3;

Duration sinceBegin(const CaptureAnalysis& analysis, const Reset& reset) {
    return reset.time - analysis.firstTime();
}

/// For files: seconds, or nothing.
QString secondsValue(Duration duration) {
    return duration < Duration::zero() ? QString() : QString::number(seconds(duration), 'g', 12);
}

}  // namespace

FlowModel::FlowModel(ReportFeed& feed, QObject* parent) : TableModel(parent), feed_(feed) {}

const std::vector<Column>& FlowModel::columns() const {
    static const std::vector<Column> kColumnList = {
        {QT_TR_NOOP("Frame"), "frame.number", QT_TR_NOOP("Frame of the RST"), "1234567",
         Column::kNumber},
        {QT_TR_NOOP("Time"), "frame.time_relative",
         QT_TR_NOOP("Seconds from the first TCP segment of the capture"), "1234.567",
         Column::kNumber},
        {QT_TR_NOOP("Client"), "client", QT_TR_NOOP("The end that opened the connection"),
         "192.168.100.100:65535", Column::kAddress},
        {QT_TR_NOOP("Server"), "server", QT_TR_NOOP("The end that was connected to"),
         "192.168.100.100:6379", Column::kAddress},
        {QT_TR_NOOP("Verdict"), "finrst.verdict", QT_TR_NOOP("Why the RST was sent"),
         "MM FIN-WAIT-2 socket missing", Column::kText},
        {QT_TR_NOOP("Cause"), "finrst.cause",
         QT_TR_NOOP("Why the socket was missing, or why it was aborted"), "tw bucket overflow",
         Column::kText},
        {QT_TR_NOOP("Sure"), "finrst.certainty", QT_TR_NOOP("Certainty: how sure the verdict is"),
         "probable", Column::kText},
        {QT_TR_NOOP("FW-2"), "finrst.fin_wait_2_time",
         QT_TR_NOOP(
             "Time in FIN-WAIT-2: from the ACK of the sender's own FIN to what the RST answers"),
         "99.9 ms", Column::kNumber},
        {QT_TR_NOOP("Delay"), "finrst.response_time",
         QT_TR_NOOP("Response time: from what the RST answers to the RST"), "999 µs",
         Column::kNumber},
        {QT_TR_NOOP("Age"), "finrst.connection_age",
         QT_TR_NOOP("From the first segment of the connection to the RST"), "99.9 ms",
         Column::kNumber},
        {QT_TR_NOOP("Req."), "requests",
         QT_TR_NOOP("Requests: turns from data of the client to data of the server"), "9999",
         Column::kNumber},
    };
    return kColumnList;
}

std::optional<Reset> FlowModel::resetAt(int row) const {
    if (!isValid() || row < 0 || row >= rowCount()) return std::nullopt;
    return reset(itemAt(row));
}

int FlowModel::rowOfFrame(std::uint32_t frame) const {
    if (!isValid()) return -1;
    for (int row = 0; row < rowCount(); ++row) {
        if (reset(itemAt(row)).frame == frame) return row;
    }
    return -1;
}

void FlowModel::setScope(FlowScope scope) {
    scope_ = scope;
    showItems(true);
}

void FlowModel::setTextFilter(const QString& text) {
    filter_ = text;
    showItems(true);
}

void FlowModel::setPalette(const QPalette& palette) {
    for (Severity severity : {Severity::kChat, Severity::kNote, Severity::kWarning}) {
        icons_[static_cast<std::size_t>(severity)] = severityIcon(severity, palette);
    }
}

void FlowModel::refresh() {
    const std::uint64_t now = feed_.source().generation();
    if (now != generation_) text_filter_.forget();
    showItems(now == generation_);
    generation_ = now;
}

std::vector<std::uint32_t> FlowModel::itemsInScope() const {
    std::vector<std::uint32_t> items;
    if (!isValid()) return items;
    const CaptureAnalysis& analysis = *feed_.analysis();
    if (scope_ != FlowScope::kResets) {
        for (std::uint32_t item : feed_.report()->flows) {
            if (scope_ == FlowScope::kFlows || reset(item).isAffected()) items.push_back(item);
        }
        return items;
    }
    for (std::uint32_t i = 0; i < analysis.resets().size(); ++i) {
        const Reset& candidate = analysis.resets()[i];
        if (!candidate.is_copy && isSelected(feed_.selection(), candidate.connection)) {
            items.push_back(i);
        }
    }
    return items;
}

void FlowModel::showItems(bool same_items) {
    std::vector<std::uint32_t> items = itemsInScope();
    in_scope_ = items.size();
    if (isValid()) text_filter_.keepMatching(*feed_.analysis(), filter_, items);
    show(std::move(items), same_items);
}

QString FlowModel::text(std::uint32_t item, int column) const {
    const CaptureAnalysis& analysis = *feed_.analysis();
    const Reset& row = reset(item);
    switch (column) {
        case kFrame:
            return QString::number(row.frame);
        case kTime:
            return QString::number(seconds(sinceBegin(analysis, row)), 'f', kTimeDecimals);
        case kClient: {
            const Flow flow = flowOf(analysis, row);
            return endpointText(flow.client, flow.client_port);
        }
        case kServer: {
            const Flow flow = flowOf(analysis, row);
            return endpointText(flow.server, flow.server_port);
        }
        case kVerdict:
            return toQString(finrst::text(row.verdict).summary);
        case kCause:
            return words(token(analysis.cause(row)));
        case kCertainty:
            return words(token(row.certainty));
        case kFinWait2Time:
            return durationText(row.fin_wait_2_time);
        case kResponseTime:
            return durationText(row.response_time);
        case kAge:
            return durationText(row.connection_age);
        default:
            return QString::number(row.requests);
    }
}

QString FlowModel::value(std::uint32_t item, int column) const {
    const Reset& row = reset(item);
    switch (column) {
        case kTime:
            return timeText(sinceBegin(*feed_.analysis(), row));
        case kVerdict:
            return toQString(token(row.verdict));
        case kCause:
            return toQString(token(feed_.analysis()->cause(row)));
        case kFinWait2Time:
            return secondsValue(row.fin_wait_2_time);
        case kResponseTime:
            return secondsValue(row.response_time);
        case kAge:
            return secondsValue(row.connection_age);
        default:
            return text(item, column);
    }
}

QString FlowModel::tip(std::uint32_t item, int column) const {
    const Column& about = columns()[static_cast<std::size_t>(column)];
    QString shown = text(item, column);
    if (shown.isEmpty()) return {};
    const bool is_field = QLatin1String(about.name).startsWith(QLatin1String("finrst."));
    const bool is_token = column == kVerdict || column == kCause || column == kCertainty;
    if (!is_field) return shown;
    return QStringLiteral("<p>%1</p><p><tt>%2%3</tt></p>")
        .arg(shown.toHtmlEscaped(), QLatin1String(about.name),
             is_token ? QStringLiteral(" == \"%1\"").arg(value(item, column)) : QString());
}

QVariant FlowModel::icon(std::uint32_t item, int column) const {
    if (column != kVerdict) return {};
    return icons_[static_cast<std::size_t>(finrst::text(reset(item).verdict).severity)];
}

SortKey FlowModel::key(std::uint32_t item, int column) const {
    const CaptureAnalysis& analysis = *feed_.analysis();
    const Reset& row = reset(item);
    switch (column) {
        case kFrame:
            return sortKey(std::uint64_t{row.frame});
        case kTime:
            return sortKey(sinceBegin(analysis, row));
        case kClient: {
            const Flow flow = flowOf(analysis, row);
            return sortKey(flow.client, flow.client_port);
        }
        case kServer: {
            const Flow flow = flowOf(analysis, row);
            return sortKey(flow.server, flow.server_port);
        }
        case kVerdict:
            return sortKey(static_cast<std::uint64_t>(row.verdict));
        case kCause:
            return sortKey(static_cast<std::uint64_t>(analysis.cause(row)));
        case kCertainty:
            return sortKey(static_cast<std::uint64_t>(row.certainty));
        case kFinWait2Time:
            return sortKey(row.fin_wait_2_time);
        case kResponseTime:
            return sortKey(row.response_time);
        case kAge:
            return sortKey(row.connection_age);
        default:
            return sortKey(std::uint64_t{row.requests});
    }
}

}  // namespace finrst
