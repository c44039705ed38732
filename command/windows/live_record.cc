// SPDX-License-Identifier: GPL-2.0-or-later
#include "live_record.h"

namespace finrst {

LiveRecord::LiveRecord() : obstacle_("finrst-collect records hosts with Linux, not this one.") {}

LiveRecord::~LiveRecord() = default;

void LiveRecord::end() {}

HostRecord LiveRecord::record() {
    return {};
}

}  // namespace finrst
