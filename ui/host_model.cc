// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_model.h"

#include "figure_column.h"
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

const std::vector<Column>& HostModel::columns() const {
    return shownFigures().columns();
}

bool HostModel::isSame(const HostStatistics& a, const HostStatistics& b) const {
    return a.address == b.address;
}

Value HostModel::value(std::uint32_t index, int column) const {
    return shownFigures().value(item(index), column);
}

QString HostModel::tip(std::uint32_t index, int column) const {
    return columns()[static_cast<std::size_t>(column)].type == Type::kAddress ? text(index, column)
                                                                              : QString();
}

}  // namespace finrst
