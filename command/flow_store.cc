// SPDX-License-Identifier: GPL-2.0-or-later
#include "flow_store.h"

#include <cstdint>
#include <string>

namespace finrst {

void FlowStore::add(std::string_view text) {
    if (failed_) return;
    if (!file_) file_.reset(std::tmpfile());
    const std::uint64_t size = text.size();
    failed_ = !file_ || std::fwrite(&size, sizeof size, 1, file_.get()) != 1 ||
              std::fwrite(text.data(), 1, size, file_.get()) != size;
}

void FlowStore::read(const Sink& sink) {
    if (!file_) return;
    if (std::fflush(file_.get()) != 0) failed_ = true;
    std::rewind(file_.get());
    std::uint64_t size = 0;
    std::string text;
    while (std::fread(&size, sizeof size, 1, file_.get()) == 1) {
        text.resize(size);
        if (std::fread(text.data(), 1, size, file_.get()) != size) return;
        sink(text);
    }
}

}  // namespace finrst
