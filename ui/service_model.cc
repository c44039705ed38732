// SPDX-License-Identifier: GPL-2.0-or-later
#include "service_model.h"

#include "report/figures.h"
#include "report/pool_text.h"
#include "text.h"

#include <QStringList>

namespace finrst {

namespace {

const FigureColumns<ServiceStatistics>& shownFigures() {
    static const FigureColumns<ServiceStatistics> kShown(serviceFigures(), {{"client"},
                                                                            {"server"},
                                                                            {"pool"},
                                                                            {"connections"},
                                                                            {"peak_open"},
                                                                            {"lifetime"},
                                                                            {"requests"},
                                                                            {"closed_by_client"},
                                                                            {"closed_by_server"},
                                                                            {"reset"},
                                                                            {"open"}});
    return kShown;
}

}  // namespace

ServiceModel::ServiceModel(QObject* parent) : ReportTable(shownFigures(), parent) {}

bool ServiceModel::isSame(const ServiceStatistics& a, const ServiceStatistics& b) const {
    return a.client == b.client && a.server == b.server && a.port == b.port;
}

QString ServiceModel::tip(std::uint32_t index, int column) const {
    const Type type = columnAt(column).type;
    if (type == Type::kAddress || type == Type::kEndpoint) return text(index, column);
    if (type != Type::kToken) return {};
    QStringList lines;
    for (const std::string& line : poolEvidence(item(index).pool, item(index).pool_figures)) {
        lines << toQString(line);
    }
    return lines.join(QLatin1Char('\n'));
}

}  // namespace finrst
