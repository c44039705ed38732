// SPDX-License-Identifier: GPL-2.0-or-later
#include "writer/names_and_secrets.h"

#include "format/packet_block.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace finrst {

namespace {

constexpr std::uint32_t kTlsKeyLog = 0x544c534b;
constexpr std::uint16_t kNameRecordV4 = 1;
constexpr std::uint16_t kNameRecordV6 = 2;
constexpr std::size_t kRecordHead = 4;

void append(std::vector<std::uint8_t>* to, ByteView bytes) {
    to->insert(to->end(), bytes.begin(), bytes.end());
}

/// The octets of hexadecimal digits; nothing when they are none.
std::vector<std::uint8_t> octetsOf(std::string_view digits) {
    std::vector<std::uint8_t> octets(digits.size() / 2);
    for (std::size_t i = 0; i < octets.size(); ++i) {
        const char* pair = digits.data() + 2 * i;
        if (std::from_chars(pair, pair + 2, octets[i], 16).ptr != pair + 2) return {};
    }
    return octets;
}

/// "CLIENT_RANDOM 5f… a0…": a label, the client's random value, the secret.
bool isOfKept(std::string_view line, const KeptContents& kept) {
    const std::size_t begin = std::min(line.find(' '), line.size() - 1) + 1;
    const std::string_view random = line.substr(begin, line.find(' ', begin) - begin);
    return kept.hasClientRandom(octetsOf(random));
}

}  // namespace

std::size_t copyNames(const Block& block, const KeptContents* kept, std::vector<std::uint8_t>* to) {
    beginBlock(block.type, block.order, to);
    std::size_t copied = 0;
    for (ByteView rest = block.body(); rest.size() >= kRecordHead;) {
        const auto type = load<std::uint16_t>(rest.data(), block.order);
        const auto length = load<std::uint16_t>(rest.data() + 2, block.order);
        if (type == 0) break;
        const ByteView record = rest.first(kRecordHead + padded(length));
        rest = rest.subspan(record.size());
        if (type != kNameRecordV4 && type != kNameRecordV6) continue;
        const ByteView address = record.subspan(kRecordHead, type == kNameRecordV4 ? 4 : 16);
        if (kept != nullptr && !kept->hasAddress(address)) continue;
        append(to, record);
        ++copied;
    }
    to->resize(to->size() + kRecordHead, 0);  // the end of records
    finishBlock(block.order, to);
    return copied;
}

std::size_t copySecrets(const Block& block, const KeptContents& kept,
                        std::vector<std::uint8_t>* to) {
    constexpr std::size_t kFixed = 8;  // kind and length
    const ByteView body = block.body();
    if (load<std::uint32_t>(body.data(), block.order) != kTlsKeyLog) return 0;
    const auto length = load<std::uint32_t>(body.data() + 4, block.order);
    std::string_view log(reinterpret_cast<const char*>(body.data() + kFixed), length);
    std::string lines;
    std::size_t copied = 0;
    while (!log.empty()) {
        const std::string_view line = log.substr(0, log.find('\n'));
        log.remove_prefix(std::min(line.size() + 1, log.size()));
        if (line.empty() || !isOfKept(line, kept)) continue;
        lines.append(line).push_back('\n');
        ++copied;
    }
    beginBlock(block.type, block.order, to);
    append(to, body.first(kFixed));
    store(to->data() + Block::kHeadSize + 4, static_cast<std::uint32_t>(lines.size()), block.order);
    append(to, {reinterpret_cast<const std::uint8_t*>(lines.data()), lines.size()});
    to->resize(padded(to->size()), 0);
    finishBlock(block.order, to);
    return copied;
}

}  // namespace finrst
