// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/report.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace finrst {

/// Finds what a report, which is kept by reference, says of the hosts and services that its
/// incidents name: few, where others may be a million. Made in steps (report.h).
class ReportIndex {
  public:
    explicit ReportIndex(const Report& report);

    /// Takes some thousand more; false when there was none left.
    bool step();

    const Report& report() const { return report_; }
    /// Null: the report has none of that address, or no incident names it.
    const HostStatistics* host(const Address& address) const;
    /// The services of all clients there.
    const std::vector<const ServiceStatistics*>& servicesAt(const SocketAddress& server) const;
    /// The services that the host offers or uses.
    const std::vector<const ServiceStatistics*>& servicesOf(const Address& host) const;

  private:
    const Report& report_;
    std::size_t next_host_ = 0;
    std::size_t next_service_ = 0;
    std::map<Address, const HostStatistics*> hosts_;
    std::map<SocketAddress, std::vector<const ServiceStatistics*>> by_server_;
    std::map<Address, std::vector<const ServiceStatistics*>> by_host_;
};

}  // namespace finrst
