// SPDX-License-Identifier: GPL-2.0-or-later
#include "packet/option_editor.h"

#include "packet/address_text.h"

#include <optional>
#include <unordered_set>

namespace finrst {

namespace {

std::string_view textOf(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

ByteView bytesOf(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

using Content = OptionContent;

struct KnownOption {
    BlockType block;
    std::uint16_t code;
    Content content;
    std::size_t size = 0;  ///< of all but text; another size holds something else
};

// draft-ietf-opsawg-pcapng 4.1, 4.2, 4.3, appendix A, 4.6. Hashes of packets, verdicts and custom
// options are not among them, names are copied in another place (name_records.h).
constexpr KnownOption kKnown[] = {
    {BlockType::kSection, 2, Content::kText},          // hardware
    {BlockType::kSection, 3, Content::kText},          // operating system
    {BlockType::kSection, 4, Content::kText},          // application
    {BlockType::kInterface, 2, Content::kText},        // name
    {BlockType::kInterface, 3, Content::kText},        // description
    {BlockType::kInterface, 4, Content::kV4, 8},       // with its mask
    {BlockType::kInterface, 5, Content::kV6, 17},      // with the length of its prefix
    {BlockType::kInterface, 6, Content::kMac, 6},      //
    {BlockType::kInterface, 8, Content::kNumber, 8},   // speed
    {BlockType::kInterface, 9, Content::kNumber, 1},   // resolution of time
    {BlockType::kInterface, 10, Content::kNumber, 4},  // time zone
    {BlockType::kInterface, 11, Content::kFilter},     //
    {BlockType::kInterface, 12, Content::kText},       // operating system
    {BlockType::kInterface, 13, Content::kNumber, 1},  // length of the frame check sequence
    {BlockType::kInterface, 14, Content::kNumber, 8},  // offset of time
    {BlockType::kInterface, 15, Content::kText},       // hardware
    {BlockType::kInterface, 16, Content::kNumber, 8},  // speed of sending
    {BlockType::kInterface, 17, Content::kNumber, 8},  // speed of receiving
    {BlockType::kInterface, 18, Content::kText},       // time zone
    {BlockType::kPacket, 2, Content::kNumber, 4},      // flags
    {BlockType::kPacket, 4, Content::kNumber, 8},      // drop count
    {BlockType::kPacket, 5, Content::kNumber, 8},      // packet ID
    {BlockType::kPacket, 6, Content::kNumber, 4},      // queue
    {BlockType::kPacket, 8, Content::kNumber, 8},      // process and thread ID
    {BlockType::kOldPacket, 2, Content::kNumber, 4},   // flags
    {BlockType::kStatistics, 2, Content::kNumber, 8},  // start of capturing
    {BlockType::kStatistics, 3, Content::kNumber, 8},  // end of capturing
    {BlockType::kStatistics, 4, Content::kNumber, 8},  // packets received
    {BlockType::kStatistics, 5, Content::kNumber, 8},  // packets dropped by the interface
    {BlockType::kStatistics, 6, Content::kNumber, 8},  // accepted by the filter
    {BlockType::kStatistics, 7, Content::kNumber, 8},  // dropped by the system
    {BlockType::kStatistics, 8, Content::kNumber, 8},  // delivered
};

/// Nothing for an option that is not known to hold what may be handed on.
std::optional<Content> contentOf(BlockType type, const OptionReader::Option& option) {
    if (option.code == option::kComment) return Content::kText;
    for (const KnownOption& known : kKnown) {
        if (known.block != type || known.code != option.code) continue;
        if (known.size != 0 && known.size != option.value.size()) return std::nullopt;
        return known.content;
    }
    return std::nullopt;
}

}  // namespace

std::string OptionEditor::prepared(std::string_view comment) const {
    return fittingText(map_ ? replaceAddressesInText(comment, *map_) : std::string(comment));
}

std::size_t OptionEditor::copy(BlockType type, ByteView options, ByteOrder order,
                               std::span<const std::string> comments,
                               std::vector<std::uint8_t>* to) const {
    OptionReader reader(options, order);
    OptionReader::Option option{};
    std::unordered_set<std::string> there;
    const std::size_t begin = to->size();
    while (reader.next(&option)) {
        const std::size_t at = to->size();
        if (!for_others_) {
            to->insert(to->end(), option.bytes.begin(), option.bytes.end());
        } else if (const auto content = contentOf(type, option)) {
            copyForOthers(*content, option, order, to);
        }
        if (option.code != option::kComment || comments.empty()) continue;
        // What was written now, not what was there, is to be compared: addresses are replaced.
        const auto length = load<std::uint16_t>(to->data() + at + 2, order);
        there.emplace(textOf({to->data() + at + 4, length}));
    }
    std::size_t added = 0;
    for (const std::string& comment : comments) {
        if (!there.insert(comment).second) continue;
        appendOption(to, option::kComment, bytesOf(comment), order);
        ++added;
    }
    const ByteView rest = for_others_ ? ByteView{} : reader.rest();
    to->insert(to->end(), rest.begin(), rest.end());
    if (rest.empty() && to->size() > begin) appendOption(to, option::kEnd, {}, order);
    return added;
}

void OptionEditor::copyForOthers(Content content, const OptionReader::Option& option,
                                 ByteOrder order, std::vector<std::uint8_t>* to) const {
    std::vector<std::uint8_t> value(option.value.begin(), option.value.end());
    if (map_ == nullptr) return appendOption(to, option.code, value, order);
    switch (content) {
        case Content::kNumber:
            break;
        case Content::kText:
            return appendOption(to, option.code, bytesOf(prepared(textOf(option.value))), order);
        case Content::kFilter:
            return;  // it may name networks, and hosts by their names
        case Content::kV4:
            map_->replaceV4(value.data());
            break;
        case Content::kV6:
            map_->replaceV6(value.data());
            break;
        case Content::kMac:
            map_->replaceMac(value.data());
            break;
    }
    appendOption(to, option.code, value, order);
}

}  // namespace finrst
