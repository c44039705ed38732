// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "flow_store.h"
#include "output.h"
#include "report/json.h"

#include <string>

namespace finrst {

/// An object a line. Of a stream, flows come as soon as they are known, without their incidents,
/// which only the end tells; else all comes at the end.
class LineOutput : public Output {
  public:
    LineOutput(std::string capture, bool is_stream, const Sink& sink);

    bool lacksFlows() const override { return flows_.failed(); }

  protected:
    void addFlow(const CaptureAnalysis& analysis, const Reset& reset) override;
    void write(const Report& report) override;

  private:
    JsonLines lines_;
    bool is_stream_;
    const Sink& sink_;
    FlowStore flows_;
};

}  // namespace finrst
