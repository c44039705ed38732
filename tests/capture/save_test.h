// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/save.h"
#include "capture_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace finrst {

/// A test with a folder of its own, in which "in" is saved as "out".
class SaveTest : public ::testing::Test {
  protected:
    SaveTest() {
        // Thousands of copies, each of which waits for the disk: in memory where that can be had.
        std::filesystem::path parent = "/dev/shm";
        if (::access(parent.c_str(), W_OK) != 0) parent = std::filesystem::temp_directory_path();
        std::string name = (parent / "finrst-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        request_.input = folder_ / "in";
        request_.output = folder_ / "out";
        request_.key.fill(7);
    }
    ~SaveTest() override { std::filesystem::remove_all(folder_); }

    static void write(const std::filesystem::path& path, const Bytes& bytes) {
        std::ofstream(path, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
    }
    static Bytes read(const std::filesystem::path& path) {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    SaveResult saveBytes(const Bytes& input) {
        write(request_.input, input);
        return save(request_, {});
    }
    /// Saves `input` and returns what was written; it must go well.
    Bytes saved(const Bytes& input) {
        result_ = saveBytes(input);
        EXPECT_TRUE(result_.ok()) << result_.status.message;
        return read(request_.output);
    }
    /// The names in the test's folder: nothing may be left over.
    std::vector<std::string> names() const {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
            found.push_back(entry.path().filename().string());
        }
        return found;
    }

    std::filesystem::path folder_;
    SaveRequest request_;
    SaveResult result_;
};

}  // namespace finrst
