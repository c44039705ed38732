// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_model.h"

#include "report/figures.h"

namespace finrst {

namespace {

const FigureColumns<HostStatistics>& shownFigures() {
    static const FigureColumns<HostStatistics> kShown(hostFigures(), {{"address"},
                                                                      {"resets_sent"},
                                                                      {"missing_socket_resets"},
                                                                      {"silent_overflows_estimate"},
                                                                      {"active_closes"},
                                                                      {"passive_closes"},
                                                                      {"closes_per_second"},
                                                                      {"tw_buckets_peak"},
                                                                      {"tw_bucket_limit_estimate"},
                                                                      {"tw_buckets_needed"},
                                                                      {"onset_frame"}});
    return kShown;
}

}  // namespace

HostModel::HostModel(QObject* parent) : ReportTable(shownFigures(), parent) {}

bool HostModel::isSame(const HostStatistics& a, const HostStatistics& b) const {
    return a.address == b.address;
}

QString HostModel::tip(std::uint32_t index, int column) const {
    return columnAt(column).type == Type::kAddress ? text(index, column) : QString();
}

}  // namespace finrst
