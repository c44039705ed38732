// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "options.h"
#include "output.h"
#include "report/sink.h"

#include <memory>
#include <string>

namespace finrst {

/// Of the kind that the options ask for. `name`: of the capture.
std::unique_ptr<Output> makeOutput(const Options& options, const std::string& name,
                                   const Sink& sink);

}  // namespace finrst
