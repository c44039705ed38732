// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/host.h"
#include "analysis/kernel_word.h"
#include "analysis/places_report.h"
#include "analysis/reset.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace finrst {

/// What the names in a template stand for.
struct TextSource {
    const Reset& reset;
    const Host& host;  ///< the sender's
    Duration fin_timeout;
    const KernelWord* kernel = nullptr;    ///< of the sender, where it was told
    const PlacesReport* places = nullptr;  ///< of other captures, where there are any
};

/// Fills in a template: "{own_fin}" becomes the frame number of the sender's FIN, and so on; the
/// names are those of the table in text_template.cc. What is not there stays as it is, braces
/// included, so that a misspelt name is seen; a test knows the names of all texts.
std::string fillIn(std::string_view text, const TextSource& source);

/// The same with other names: `valueOf` has what a name stands for; empty: it is none.
std::string fillIn(std::string_view text,
                   const std::function<std::optional<std::string>(std::string_view)>& valueOf);

/// A duration in the unit that a person would choose, with three digits, or as many as the seconds
/// have: "41.0 ms", "2.50 s", "380 µs", "7200 s". Below 1 µs: whole nanoseconds.
std::string toText(Duration duration);

}  // namespace finrst
