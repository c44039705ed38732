// SPDX-License-Identifier: GPL-2.0-or-later
#include "incident_model.h"

#include "report/figures.h"

namespace finrst {

namespace {

const FigureColumns<Incident>& shownFigures() {
    static const FigureColumns<Incident> kShown(incidentFigures(), {{"number", "No."},
                                                                    {"title", "What happened"},
                                                                    {"resets"},
                                                                    {"time", "Since"},
                                                                    {"severity", "Harm"},
                                                                    {"certainty", "Sure"}});
    return kShown;
}

}  // namespace

IncidentModel::IncidentModel(QObject* parent) : ReportTable(shownFigures(), parent) {}

int IncidentModel::mainColumn() const {
    static const int kTitle = columnOf(QLatin1String("title"));
    return kTitle;
}

QString IncidentModel::tip(std::uint32_t index, int column) const {
    return fileText(index, column);
}

bool IncidentModel::isSame(const Incident& a, const Incident& b) const {
    return a.text.title == b.text.title && a.first == b.first;
}

}  // namespace finrst
