// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "host.h"
#include "reset.h"

#include <string>
#include <string_view>

namespace finrst {

/// What the names in a template stand for.
struct TextSource {
    const Reset& reset;
    const Host& host;  ///< the sender's
    Duration fin_timeout;
};

/// Fills in a template: "{own_fin}" becomes the frame number of the sender's FIN, and so on; the
/// names are those of the table in text_template.cc. A name that is not there stays as it is.
std::string fillIn(std::string_view text, const TextSource& source);

/// A duration as a person says it: "41 ms", "2.5 s", "380 µs"; three digits at least.
std::string toText(Duration duration);

}  // namespace finrst
