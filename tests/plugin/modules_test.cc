// SPDX-License-Identifier: GPL-2.0-or-later
// The dialog is a module of its own, which may be missing, broken or of another build.

#include "modules.h"

#include "version.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

namespace finrst {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const std::filesystem::path kDialogs = FINRST_DIALOGS;

/// Each sentence names the file, and the two commands that help.
void expectProblem(const std::filesystem::path& path, const std::string& why) {
    const DialogModule dialog = loadDialog(path);
    EXPECT_EQ(dialog.show, nullptr);
    EXPECT_THAT(dialog.problem,
                AllOf(HasSubstr(path), HasSubstr(why), HasSubstr("samples/demo.sh"),
                      HasSubstr("cmake --install build/release"), Not(HasSubstr("(null)"))));
}

TEST(Dialog, OpensWhereItFits) {
    const DialogModule dialog = loadDialog(kDialogs / "dialog_that_fits.so");
    EXPECT_EQ(dialog.problem, "");
    ASSERT_NE(dialog.show, nullptr);
    dialog.show(nullptr);
}

TEST(Dialog, ThatIsMissingIsNamed) {
    expectProblem(kDialogs / "finrst_ui_qt7.so", "is not installed");
}

TEST(Dialog, ThatCannotBeLoadedIsNamedWithTheLoadersWords) {
    const auto path = std::filesystem::path(testing::TempDir()) / "no_module.so";
    std::ofstream(path) << "not a module";
    expectProblem(path, "too short");
    std::filesystem::remove(path);
}

TEST(Dialog, OfAnotherBuildIsNotUsed) {
    expectProblem(kDialogs / "dialog_of_another_build.so", "it was built from 0.0.1-01234567");
    expectProblem(kDialogs / "dialog_of_another_build.so", "the plugin from " FINRST_TYPES);
}

TEST(Dialog, OfABuildThatDidNotTellIsNotUsed) {
    expectProblem(kDialogs / "dialog_without_types.so", "it was built from an older one");
}

TEST(Dialog, WithoutItsFunctionIsNamed) {
    expectProblem(kDialogs / "dialog_without_function.so", "is not a dialog of finrst");
}

TEST(Qt, IsNotInATestWithoutIt) {
    EXPECT_EQ(qtMajor(), '\0');
}

}  // namespace
}  // namespace finrst
