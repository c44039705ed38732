// SPDX-License-Identifier: GPL-2.0-or-later
#include "unnamed_file.h"

namespace finrst {

std::FILE* openUnnamedFile() {
    return std::tmpfile();
}

std::string folderOfUnnamedFiles() {
    return P_tmpdir;
}

}  // namespace finrst
