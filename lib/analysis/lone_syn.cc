// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/lone_syn.h"

namespace finrst {

LoneSyn::LoneSyn(const Connection::Identity& identity, const Segment& syn, Side from)
    : time_(syn.time),
      identity_(identity),
      frame_(syn.frame),
      seq_(syn.seq),
      window_(*syn.window),
      ip_id_(syn.ip.id),
      flow_label_(syn.ip.flow_label & 0xfffffu),
      window_shift_(syn.window_shift & kNoWindowShift),
      flags_(syn.flags),
      ttl_(syn.ip.ttl),
      tos_(syn.ip.tos),
      ip_known_(syn.ip.known),
      from_(from) {}

Segment LoneSyn::segment() const {
    Segment syn;
    syn.time = time_;
    syn.frame = frame_;
    syn.seq = seq_;
    syn.window = window_;
    syn.flags = flags_;
    syn.window_shift = window_shift_;
    syn.ip.known = ip_known_;
    syn.ip.ttl = ttl_;
    syn.ip.tos = tos_;
    syn.ip.id = ip_id_;
    syn.ip.flow_label = flow_label_;
    return syn;
}

void LoneSyn::renumber(const Renumbering& hosts) {
    for (std::uint32_t& host : identity_.hosts) host = hosts(host);
}

}  // namespace finrst
