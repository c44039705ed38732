// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/incident.h"
#include "report_index.h"

#include <string>
#include <string_view>

namespace finrst {

/// What the names in templates about an incident stand for.
class IncidentNames {
  public:
    /// Both are kept by reference.
    IncidentNames(const Incident& incident, const ReportIndex& report)
        : incident_(incident), report_(report) {}

    /// "{n}" becomes "3 connections", and so on: see incident_names.cc. "{did ran|run}" is "ran",
    /// "probably ran" or "may have run": as sure as the incident is. "{its|their}": of one host
    /// that sent the RSTs, or of several.
    std::string fillIn(std::string_view text) const;

    /// One host sent all the RSTs.
    bool isOfOneHost() const;
    std::string clients() const;
    std::string servers() const;
    /// In whose name the RSTs came, and the other end.
    std::string sender() const { return incident_.is_by_server ? servers() : clients(); }
    std::string peers() const { return incident_.is_by_server ? clients() : servers(); }
    /// Without its port.
    std::string senderHost() const;
    /// Who has to act.
    std::string actor() const;
    const Incident& incident() const { return incident_; }
    const ReportIndex& report() const { return report_; }

  private:
    const Incident& incident_;
    const ReportIndex& report_;
};

}  // namespace finrst
