// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "output.h"
#include "report/json.h"

#include <string>

namespace finrst {

/// An object a line, each as soon as it is known for good.
class LineOutput : public Output {
  public:
    LineOutput(std::string capture, const Sink& sink) : lines_(std::move(capture), sink) {}

  protected:
    void addFlow(const CaptureAnalysis& analysis, const Reset& reset) override {
        lines_.writeFlow(analysis, reset);
    }
    void write(const Report& report) override { lines_.writeReport(report); }

  private:
    JsonLines lines_;
};

}  // namespace finrst
