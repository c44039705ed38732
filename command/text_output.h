// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "flow_store.h"
#include "output.h"
#include "report/sink.h"

#include <string>
#include <vector>

namespace finrst {

/// The reports there are, by their names, and those names as a list.
std::vector<std::string> reportTable();
std::string reportNames();

/// Tables for terminals, as those of `tshark -z`.
class TextOutput : public Output {
  public:
    /// `reports`: names of `reportTable`; without any, there is a summary. `is_live`: RSTs are told
    /// as they come.
    TextOutput(std::vector<std::string> reports, bool is_live, const Sink& sink);

    void announce(const CaptureAnalysis& analysis, const Reset& reset) override;

    bool lacksFlows() const override { return flows_.failed(); }

  protected:
    void addFlow(const CaptureAnalysis& analysis, const Reset& reset) override;
    void write(const Report& report) override;

  private:
    std::vector<std::string> reports_;
    bool is_live_;
    bool wants_flows_;
    const Sink& sink_;
    FlowStore flows_;
};

}  // namespace finrst
