// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/host.h"

#include <algorithm>

namespace finrst {

void Host::sawTtl(std::uint8_t ttl) {
    if (usesTtl(ttl)) return;
    const auto free = std::find(ttls.begin(), ttls.end(), 0);
    if (free != ttls.end()) *free = ttl;
}

void Host::sawSynAck(std::uint8_t ttl, AnswerTime answer) {
    sawTtl(ttl);
    fastest_syn_ack = std::min(fastest_syn_ack, answer);
}

bool Host::usesTtl(std::uint8_t ttl) const {
    return ttl != 0 && std::find(ttls.begin(), ttls.end(), ttl) != ttls.end();
}

void Host::sawSyn(const Segment& syn, const OptionOrder& offered) {
    const StackSigns signs = signsOfSyn(syn, offered);
    if (syn_frame != 0 && !(signs - stack_signs).any()) return;
    const bool is_first = syn_frame == 0 && !syn.syn_options.empty();
    if (is_first || optionsTell(signs) > optionsTell(stack_signs)) {
        syn_frame = syn.frame;
        syn_options = syn.syn_options;
    }
    stack_signs = stack_signs | signs;
}

void Host::survived(Duration fin_wait_2) {
    ++survivors;
    longest_survived = std::max(longest_survived, fin_wait_2);
}

void Host::missed(Duration fin_wait_2) {
    ++missing;
    shortest_missing = std::min(shortest_missing, fin_wait_2);
    longest_missing = std::max(longest_missing, fin_wait_2);
}

}  // namespace finrst
