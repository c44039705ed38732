// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace finrst {

// Of finrst(1). Of several, the highest counts.
inline constexpr int kNothingRead = 1;
inline constexpr int kNotWritten = 1;
inline constexpr int kPartRead = 2;
inline constexpr int kRecordRefused = 2;

}  // namespace finrst
