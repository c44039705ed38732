// SPDX-License-Identifier: GPL-2.0-or-later
#include "packet/option_editor.h"

#include "packet/address_text.h"

#include <algorithm>

namespace finrst {

namespace {

std::string_view textOf(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

ByteView bytesOf(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The last option code that the specification defines for a block: 4.1, 4.2, 4.3, appendix A, 4.5,
/// 4.6.
std::uint16_t lastDefinedCode(BlockType type) {
    switch (type) {
        case BlockType::kSection:
            return 4;
        case BlockType::kInterface:
            return 18;
        case BlockType::kPacket:
            return 8;
        case BlockType::kOldPacket:
            return 3;
        case BlockType::kNames:
            return 4;
        case BlockType::kStatistics:
            return 8;
        default:
            return option::kComment;
    }
}

bool isForOthers(BlockType type, std::uint16_t code) {
    const bool is_packet = type == BlockType::kPacket || type == BlockType::kOldPacket;
    return code <= lastDefinedCode(type) && !(is_packet && code == option::kPacketHash);
}

bool isText(BlockType type, std::uint16_t code) {
    if (code == option::kComment || type == BlockType::kSection) return true;
    // Name, description; system, hardware.
    return type == BlockType::kInterface && (code == 2 || code == 3 || code == 12 || code == 15);
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
    std::vector<bool> is_there(comments.size());
    const std::size_t begin = to->size();
    while (reader.next(&option)) {
        std::size_t at = to->size();
        copyForOthers(type, option, order, to);
        if (option.code != option::kComment) continue;
        // What was written now, not what was there, is to be compared: addresses are replaced.
        const auto length = load<std::uint16_t>(to->data() + at + 2, order);
        const std::string_view text = textOf({to->data() + at + 4, length});
        for (std::size_t i = 0; i < comments.size(); ++i) {
            if (comments[i] == text) is_there[i] = true;
        }
    }
    std::size_t added = 0;
    for (std::size_t i = 0; i < comments.size(); ++i) {
        const auto earlier = comments.first(i);
        if (is_there[i] ||
            std::find(earlier.begin(), earlier.end(), comments[i]) != earlier.end()) {
            continue;
        }
        appendOption(to, option::kComment, bytesOf(comments[i]), order);
        ++added;
    }
    const ByteView rest = for_others_ ? ByteView{} : reader.rest();
    to->insert(to->end(), rest.begin(), rest.end());
    if (rest.empty() && to->size() > begin) appendOption(to, option::kEnd, {}, order);
    return added;
}

void OptionEditor::copyForOthers(BlockType type, const OptionReader::Option& option,
                                 ByteOrder order, std::vector<std::uint8_t>* to) const {
    if (for_others_ && !isForOthers(type, option.code)) return;
    if (map_) {
        copyReplaced(type, option, order, to);
    } else {
        to->insert(to->end(), option.bytes.begin(), option.bytes.end());
    }
}

void OptionEditor::copyReplaced(BlockType type, const OptionReader::Option& option, ByteOrder order,
                                std::vector<std::uint8_t>* to) const {
    if (isText(type, option.code)) {
        const std::string text = replaceAddressesInText(textOf(option.value), *map_);
        appendOption(to, option.code, bytesOf(fittingText(text)), order);
        return;
    }
    std::vector<std::uint8_t> value(option.value.begin(), option.value.end());
    if (type == BlockType::kInterface) {
        if (option.code == option::kInterfaceEui) return;
        if (option.code == option::kInterfaceFilter) {
            // The first octet says what it is: 0 a libpcap expression, others are programs.
            if (value.empty() || value[0] != 0) return;
            std::string text(1, '\0');
            text += replaceAddressesInText(textOf(option.value.subspan(1)), *map_);
            text = fittingText(text);
            value.assign(text.begin(), text.end());
        }
        // Behind an IPv4 address there is its net mask, behind an IPv6 address the prefix length.
        if (option.code == option::kInterfaceV4 && value.size() >= 4) map_->replaceV4(value.data());
        if (option.code == option::kInterfaceV6 && value.size() >= 16)
            map_->replaceV6(value.data());
        if (option.code == option::kInterfaceMac && value.size() >= 6)
            map_->replaceMac(value.data());
    }
    appendOption(to, option.code, value, order);
}

}  // namespace finrst
