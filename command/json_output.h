// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "flow_store.h"
#include "output.h"
#include "report/sink.h"

namespace finrst {

/// The document that `tshark -z finrst,json` prints.
class JsonOutput : public Output {
  public:
    explicit JsonOutput(const Sink& sink) : sink_(sink) {}

    bool lacksFlows() const override { return flows_.failed(); }

  protected:
    void addFlow(const CaptureAnalysis& analysis, const Reset& reset) override;
    void write(const Report& report) override;

  private:
    const Sink& sink_;
    FlowStore flows_;
};

}  // namespace finrst
