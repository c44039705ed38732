// SPDX-License-Identifier: GPL-2.0-or-later
#include "comments.h"

#include "modules.h"
#include "preferences.h"
#include "report/packet_comments.h"
#include "session.h"

#include <cstring>

namespace finrst {

namespace {

/// The comments of the capture, made when they are wanted for the first time.
const PacketComments& currentComments() {
    static PacketComments comments;
    static std::uint64_t generation = 0;
    if (generation != sessionGeneration()) {
        comments = packetComments(*analyseWaiting());
        generation = sessionGeneration();
    }
    return comments;
}

bool hasComment(wtap_block_t block, const std::string& comment) {
    char* value = nullptr;
    for (unsigned i = 0; wtap_block_get_nth_string_option_value(block, OPT_COMMENT, i, &value) ==
                         WTAP_OPTTYPE_SUCCESS;
         ++i) {
        if (comment == value) return true;
    }
    return false;
}

}  // namespace

void addPacketComment(const packet_info* pinfo) noexcept {
    if (!commentsWanted() || qtMajor() != 0) return;
    const auto& comments = currentComments();
    const auto found = comments.find(pinfo->num);
    if (found == comments.end()) return;
    wtap_rec* record = pinfo->rec;
    if (record->block == nullptr) record->block = wtap_block_create(WTAP_BLOCK_PACKET);
    for (const std::string& comment : found->second) {
        if (hasComment(record->block, comment)) continue;
        wtap_block_add_string_option(record->block, OPT_COMMENT, comment.c_str(), comment.size());
        record->block_was_modified = true;
    }
}

}  // namespace finrst
