// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/reset_groups.h"

#include "heaviest.h"
#include "report/report.h"

#include <algorithm>
#include <tuple>

namespace finrst {

namespace {

constexpr std::size_t kMostGroups = 4096;

using Key = std::tuple<Verdict, Address, Address, std::uint16_t, bool>;

}  // namespace

struct ResetGroups::Impl {
    Heaviest<Key, ResetGroup> groups{kMostGroups};
};

ResetGroups::ResetGroups() : impl_(std::make_unique<Impl>()) {}
ResetGroups::~ResetGroups() = default;

void ResetGroups::add(const CaptureAnalysis& analysis, const Reset& reset) {
    ++connections_;
    const Flow flow = flowOf(analysis, reset);
    const bool is_by_server = reset.sender != analysis.connectionOf(reset).client();
    const Key key = {reset.verdict, flow.client, flow.server, flow.server_port, is_by_server};
    if (ResetGroup* group = impl_->groups.find(key)) {
        ++group->connections;
        group->first_frame = std::min(group->first_frame, reset.frame);
        return;
    }
    impl_->groups.trim([](const ResetGroup& group) { return group.connections; });
    impl_->groups.add(key, {.client = flow.client,
                            .server = flow.server,
                            .server_port = flow.server_port,
                            .is_by_server = is_by_server,
                            .verdict = reset.verdict,
                            .connections = 1,
                            .first_frame = reset.frame});
}

std::vector<ResetGroup> ResetGroups::largest(std::size_t most) const {
    std::vector<ResetGroup> groups;
    for (const auto& [key, group] : impl_->groups.items()) groups.push_back(group);
    std::sort(groups.begin(), groups.end(), [](const ResetGroup& a, const ResetGroup& b) {
        return std::tuple(b.connections, a.first_frame) < std::tuple(a.connections, b.first_frame);
    });
    groups.resize(std::min(groups.size(), most));
    return groups;
}

}  // namespace finrst
