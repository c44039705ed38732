// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/text_template.h"

#include "report/evidence_text.h"

#include "analysis/evidence.h"
#include "report/verdict_text.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace finrst {
namespace {

using namespace std::chrono_literals;

TEST(DurationText, HasTheUnitAPersonWouldChoose) {
    EXPECT_EQ(toText(0ns), "0 ns");
    EXPECT_EQ(toText(999ns), "999 ns");
    EXPECT_EQ(toText(380us), "380 µs");
    EXPECT_EQ(toText(41ms), "41.0 ms");
    EXPECT_EQ(toText(2500ms), "2.50 s");
    EXPECT_EQ(toText(75s), "75.0 s");
    EXPECT_EQ(toText(7200s), "7200 s");
}

// 999.6 µs are a millisecond, not "1000 µs".
TEST(DurationText, RoundsIntoTheNextUnit) {
    EXPECT_EQ(toText(999'600ns), "1.00 ms");
    EXPECT_EQ(toText(999'400ns), "999 µs");
    EXPECT_EQ(toText(9'996us), "10.0 ms");
    EXPECT_EQ(toText(99'960us), "100 ms");
}

class TemplateTest : public testing::Test {
  protected:
    TemplateTest() {
        reset_.own_fin_frame = 12;
        reset_.fin_wait_2_time = 41ms;
        reset_.flow_label = 0xbeef;
    }
    std::string filled(std::string_view text) { return fillIn(text, {reset_, host_, 60s}); }

    Reset reset_;
    Host host_;
};

TEST_F(TemplateTest, FillsNamesIn) {
    EXPECT_EQ(filled("frame {own_fin}, {fin_wait_2}; {label}"), "frame 12, 41.0 ms; 0x0beef");
    EXPECT_EQ(filled("plain"), "plain");
    EXPECT_EQ(filled(""), "");
}

TEST_F(TemplateTest, LeavesUnknownNamesAsTheyAre) {
    EXPECT_EQ(filled("{own_fan} of {own_fin}"), "{own_fan} of 12");
    EXPECT_EQ(filled("{}{"), "{}{");
    EXPECT_EQ(filled("no {own_fin"), "no {own_fin");
    EXPECT_EQ(filled("own_fin}"), "own_fin}");
}

// Users would read a misspelt name in braces.
TEST_F(TemplateTest, KnowsTheNamesOfAllTexts) {
    std::vector<std::string_view> texts;
    for (const VerdictText& text : verdictTexts()) texts.push_back(text.sentence);
    for (std::size_t i = 0; i < kEvidences; ++i) texts.push_back(text(static_cast<Evidence>(i)));
    for (const std::string_view text : texts) {
        for (std::size_t at = text.find('{'); at != text.npos; at = text.find('{', at + 1)) {
            const std::string_view name = text.substr(at, text.find('}', at) - at + 1);
            EXPECT_NE(filled(name), name);
        }
    }
}

}  // namespace
}  // namespace finrst
