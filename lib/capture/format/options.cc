// SPDX-License-Identifier: GPL-2.0-or-later
#include "format/options.h"

namespace finrst {

namespace {

constexpr std::size_t kOptionHead = 4;
constexpr std::string_view kEllipsis = "…";

bool continuesCharacter(char c) {
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

}  // namespace

bool OptionReader::next(Option* option) {
    if (rest_.empty()) return false;
    if (rest_.size() < kOptionHead) return sound_ = false;
    option->code = load<std::uint16_t>(rest_.data(), order_);
    const auto length = load<std::uint16_t>(rest_.data() + 2, order_);
    if (rest_.size() - kOptionHead < padded(length)) return sound_ = false;
    if (option->code == option::kEnd) return false;
    option->bytes = rest_.first(kOptionHead + padded(length));
    option->value = option->bytes.subspan(kOptionHead, length);
    rest_ = rest_.subspan(option->bytes.size());
    return true;
}

void appendOption(std::vector<std::uint8_t>* to, std::uint16_t code, ByteView value,
                  ByteOrder order) {
    const std::size_t at = to->size();
    to->resize(at + kOptionHead + padded(value.size()), 0);
    store(to->data() + at, code, order);
    store(to->data() + at + 2, static_cast<std::uint16_t>(value.size()), order);
    if (!value.empty()) std::memcpy(to->data() + at + kOptionHead, value.data(), value.size());
}

std::string fittingText(std::string_view text) {
    if (text.size() <= kLongestOption) return std::string(text);
    std::size_t size = kLongestOption - kEllipsis.size();
    while (size > 0 && continuesCharacter(text[size])) --size;
    return std::string(text.substr(0, size)).append(kEllipsis);
}

}  // namespace finrst
