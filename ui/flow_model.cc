// SPDX-License-Identifier: GPL-2.0-or-later
#include "flow_model.h"

#include "figure_column.h"
#include "report/figures.h"
#include "report/verdict_text.h"
#include "theme.h"

#include <utility>

namespace finrst {

namespace {

const FigureColumns<ResetItem>& shownFigures() {
    static const FigureColumns<ResetItem> kShown(
        fieldFigures(), {{"frame.number"},
                         {"frame.time_relative"},
                         {"frame.time", "Time of day"},
                         {"finrst.verdict"},
                         {"finrst.certainty", "Sure"},
                         {"finrst.cause"},
                         {"client"},
                         {"server"},
                         {"finrst.fin_wait_2_time", "FW-2"},
                         {"finrst.response_time", "Delay"},
                         {"finrst.connection_age", "Age"},
                         {"requests", "Req.", true},
                         {"finrst.incident", nullptr, true},
                         {"finrst.origin", nullptr, true},
                         {"finrst.stage", nullptr, true},
                         {"finrst.stack", "Stack", true},
                         {"finrst.accepted", nullptr, true},
                         {"finrst.unacked_from_sender", "Unacked of sender", true},
                         {"finrst.unacked_from_receiver", "Unacked of receiver", true},
                         {"finrst.idle_time", "Idle", true},
                         {"finrst.close_wait_time", "CLOSE-WAIT", true},
                         {"finrst.alternatives", nullptr, true},
                         {"finrst.kernel_reason", nullptr, true},
                         {"finrst.confirmed", nullptr, true},
                         {"finrst.place", nullptr, true},
                         {"finrst.twin_frame", nullptr, true},
                         {"finrst.sent", nullptr, true},
                         {"finrst.arrived", nullptr, true},
                         {"finrst.changed", nullptr, true}});
    return kShown;
}

}  // namespace

FlowModel::FlowModel(ReportFeed& feed, QObject* parent)
    : TableModel(parent), feed_(feed), text_filter_(*this, [&feed](const Address& address) {
          return feed.source().nameOf(address);
      }) {}

int FlowModel::mainColumn() const {
    static const int kVerdict = columnOf(QLatin1String("finrst.verdict"));
    return kVerdict;
}

const std::vector<Column>& FlowModel::columns() const {
    return shownFigures().columns();
}

std::optional<Reset> FlowModel::resetAt(int row) const {
    if (!isValid() || row < 0 || row >= rows()) return std::nullopt;
    return reset(itemAt(row));
}

int FlowModel::rowOf(const std::function<bool(const Reset&)>& isWanted) const {
    if (!isValid()) return -1;
    for (int row = 0; row < rows(); ++row) {
        if (isWanted(reset(itemAt(row)))) return row;
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
    const std::uint64_t before = std::exchange(generation_, feed_.source().generation());
    text_filter_.forget();
    setStyle(feed_.cellStyle());
    showItems(generation_ == before);
}

bool FlowModel::isValid() const {
    return feed_.analysis() != nullptr && generation_ == feed_.source().generation();
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
    if (isValid()) {
        text_filter_.keepMatching(*feed_.analysis(), filter_, items);
    }
    show(std::move(items), same_items);
}

Value FlowModel::value(std::uint32_t item, int column) const {
    const Incidents* incidents = &feed_.report()->grouping;
    return shownFigures().value(ResetItem(*feed_.analysis(), reset(item), incidents), column);
}

QString FlowModel::tip(std::uint32_t item, int column) const {
    const Column& about = columnAt(column);
    QString shown = text(item, column);
    if (shown.isEmpty() || !about.name.startsWith(QLatin1String("finrst."))) return shown;
    return QStringLiteral("<p>%1</p><p><tt>%2%3</tt></p>")
        .arg(shown.toHtmlEscaped(), about.name,
             about.type == Type::kToken ? QStringLiteral(" == \"%1\"").arg(fileText(item, column))
                                        : QString());
}

QVariant FlowModel::icon(std::uint32_t item, int column) const {
    if (column != mainColumn()) return {};
    return icons_[static_cast<std::size_t>(finrst::text(reset(item).verdict).severity)];
}

}  // namespace finrst
