// SPDX-License-Identifier: GPL-2.0-or-later
#include "card_drops.h"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>

namespace finrst {

CardDrops::CardDrops(const std::string& interface) {
    const std::string folder = "/sys/class/net/" + interface + "/statistics/";
    files_ = {::open((folder + "rx_missed_errors").c_str(), O_RDONLY | O_CLOEXEC),
              ::open((folder + "rx_fifo_errors").c_str(), O_RDONLY | O_CLOEXEC)};
    before_ = now();
}

CardDrops::~CardDrops() {
    for (const int file : files_) {
        if (file >= 0) close(file);
    }
}

std::uint64_t CardDrops::now() const {
    std::uint64_t sum = 0;
    for (const int file : files_) {
        std::array<char, 32> text{};
        const ssize_t length = pread(file, text.data(), text.size(), 0);
        std::uint64_t count = 0;
        if (length > 0) std::from_chars(text.data(), text.data() + length, count);
        sum += count;
    }
    return sum;
}

}  // namespace finrst
