// SPDX-License-Identifier: GPL-2.0-or-later
#include "make_output.h"

#include "json_output.h"
#include "line_output.h"
#include "text_output.h"

namespace finrst {

std::unique_ptr<Output> makeOutput(const Options& options, const std::string& name,
                                   const Sink& sink) {
    switch (options.output) {
        case OutputKind::kJson:
            return std::make_unique<JsonOutput>(sink);
        case OutputKind::kLines:
            return std::make_unique<LineOutput>(name, options.isStream(), sink);
        default:
            return std::make_unique<TextOutput>(options.reports, options.isLive(), sink);
    }
}

}  // namespace finrst
