// SPDX-License-Identifier: GPL-2.0-or-later
#include "host/host_record.h"

namespace finrst {

namespace {

template <typename Values>
std::optional<std::uint64_t> findIn(const Values& values, std::string_view name) {
    const auto found = values.find(name);
    if (found == values.end()) return std::nullopt;
    return found->second;
}

}  // namespace

std::optional<std::uint64_t> HostCounters::find(std::string_view name) const {
    return findIn(values, name);
}

std::optional<std::uint64_t> HostRecord::setting(std::string_view setting_name) const {
    return findIn(settings, setting_name);
}

}  // namespace finrst
