// SPDX-License-Identifier: GPL-2.0-or-later
#include "format/block_check.h"

#include "format/options.h"

namespace finrst {

namespace {

constexpr std::uint16_t kFirstCustom = 2988;  // four codes, draft-ietf-opsawg-pcapng 3.5.1
constexpr std::uint16_t kLastCustom = 19373;

bool isCustom(std::uint16_t code) {
    return code == kFirstCustom || code == 2989 || code == 19372 || code == kLastCustom;
}

/// 4.3.1; what Wireshark 4.0 to 4.6 insists on.
bool hasRightSize(BlockType type, const OptionReader::Option& option) {
    const std::size_t size = option.value.size();
    if (isCustom(option.code)) return size >= 4;  // the enterprise number
    if (type == BlockType::kInterface && option.code == option::kInterfaceFilter) return size >= 1;
    if (type != BlockType::kPacket && type != BlockType::kOldPacket) return true;
    switch (option.code) {
        case 2:  // flags
        case 6:  // queue
            return size == 4;
        case 4:  // drop count
        case 5:  // packet ID
        case 8:  // process and thread ID
            return size == 8;
        case 3:  // hash
            return size >= 1;
        case 7: {  // verdict; that of eBPF has eight octets
            const bool is_ebpf = size >= 1 && (option.value[0] == 1 || option.value[0] == 2);
            return is_ebpf ? size == 9 : size >= 1;
        }
        default:
            return true;
    }
}

/// 4.2: if_tsresol, a negative power of ten, or of two, that must fit into 64 bits.
bool isResolution(const OptionReader::Option& option) {
    if (option.value.size() != 1) return true;  // Wireshark takes no notice of it
    const int exponent = option.value[0] & 0x7f;
    return exponent <= ((option.value[0] & 0x80) != 0 ? 63 : 19);
}

/// 4.5: records of addresses and names, then options.
const char* findNamesDamage(const Block& block) {
    constexpr std::size_t kRecordHead = 4;
    ByteView rest = block.body();
    while (!rest.empty()) {
        if (rest.size() < kRecordHead) return "a name record has no room for its header";
        const auto type = load<std::uint16_t>(rest.data(), block.order);
        const auto length = load<std::uint16_t>(rest.data() + 2, block.order);
        rest = rest.subspan(kRecordHead);
        if (padded(length) > rest.size()) return "a name record reaches past its block";
        if (type == 0) return findOptionDamage(block.type, rest, block.order);
        const std::size_t address = type == 1 ? 4 : type == 2 ? 16 : 0;
        if (length < address) return "a name record is shorter than an address";
        if (address != 0 && length > address && rest[length - 1] != 0) {
            return "a name does not end";
        }
        rest = rest.subspan(padded(length));
    }
    return nullptr;
}

const char* findOptionsBehind(const Block& block, std::size_t fixed) {
    if (block.body().size() < fixed) return "a block is shorter than its fixed part";
    return findOptionDamage(block.type, block.body().subspan(fixed), block.order);
}

const char* findSecretsDamage(const Block& block) {
    constexpr std::size_t kFixed = 8;
    if (block.body().size() < kFixed) return "a secrets block is shorter than its fixed part";
    const auto length = load<std::uint32_t>(block.body().data() + 4, block.order);
    const bool fits =
        length <= block.body().size() && padded(length) <= block.body().size() - kFixed;
    return fits ? nullptr : "secrets reach past their block";
}

}  // namespace

const char* findOptionDamage(BlockType type, ByteView options, ByteOrder order) {
    OptionReader reader(options, order);
    OptionReader::Option option{};
    while (reader.next(&option)) {
        if (!hasRightSize(type, option)) return "an option has a length that it cannot have";
        if (type == BlockType::kInterface && option.code == option::kInterfaceResolution &&
            !isResolution(option)) {
            return "an interface has a time resolution that no clock has";
        }
    }
    return reader.isSound() ? nullptr : "an option reaches past its block";
}

const char* findBlockDamage(const Block& block) {
    switch (block.type) {
        case BlockType::kInterface:
            return findOptionsBehind(block, 8);
        case BlockType::kStatistics:
            return findOptionsBehind(block, 12);
        case BlockType::kNames:
            return findNamesDamage(block);
        case BlockType::kSecrets:
            return findSecretsDamage(block);
        case BlockType::kCustom:
        case BlockType::kCustomNoCopy:
            return block.body().size() < 4 ? "a custom block has no enterprise number" : nullptr;
        default:
            return nullptr;
    }
}

}  // namespace finrst
