// SPDX-License-Identifier: GPL-2.0-or-later
#include "refusal_count.h"

#include "counter_names.h"

#include <algorithm>

namespace finrst {

RefusalCount::RefusalCount(const HostRecord& record) {
    const auto is_told = [](const HostCounters& count) {
        return count.find(kRefusedBuckets).has_value();
    };
    if (std::none_of(record.counters.begin(), record.counters.end(), is_told)) return;
    for (const HostCounters& count : record.counters) {
        // finrst-collect leaves out what is still zero.
        if (count.time) counts_.push_back({*count.time, count.find(kRefusedBuckets).value_or(0)});
    }
    std::stable_sort(counts_.begin(), counts_.end(),
                     [](const Count& a, const Count& b) { return a.time < b.time; });
}

bool RefusalCount::covers(Time from, Time to) const {
    return !counts_.empty() && counts_.front().time <= from && to <= counts_.back().time;
}

bool RefusalCount::movedBetween(Time from, Time to) const {
    const auto later = [](Time time, const Count& count) { return time < count.time; };
    const auto earlier = [](const Count& count, Time time) { return count.time < time; };
    const auto before = std::upper_bound(counts_.begin(), counts_.end(), from, later) - 1;
    const auto after = std::lower_bound(counts_.begin(), counts_.end(), to, earlier);
    return after->refused > before->refused;
}

TableWord RefusalCount::wordOf(Time begin, Time end, Duration slack) const {
    if (!covers(begin - slack, end + slack)) return TableWord::kUnknown;
    if (movedBetween(begin - slack, begin + slack)) return TableWord::kWasFull;
    return movedBetween(begin - slack, end + slack) ? TableWord::kUnknown : TableWord::kHadRoom;
}

}  // namespace finrst
