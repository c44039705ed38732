// SPDX-License-Identifier: GPL-2.0-or-later
#include "flow_store.h"

#include "unnamed_file.h"

#include <string>

namespace finrst {

FlowStore::FlowStore() : file_(openUnnamedFile()) {}

void FlowStore::add(std::string_view text, const IncidentPlace& place) {
    if (failed_) return;
    const Entry entry{text.size(), place};
    failed_ = !file_ || std::fwrite(&entry, sizeof entry, 1, file_.get()) != 1 ||
              std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size();
}

void FlowStore::read(const std::function<void(std::string_view, const IncidentPlace&)>& take) {
    if (!file_) return;
    if (std::fflush(file_.get()) != 0) failed_ = true;
    std::rewind(file_.get());
    Entry entry;
    std::string text;
    while (std::fread(&entry, sizeof entry, 1, file_.get()) == 1) {
        text.resize(entry.size);
        if (std::fread(text.data(), 1, entry.size, file_.get()) != entry.size) return;
        take(text, entry.place);
    }
}

}  // namespace finrst
