// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/sequence_number.h"

#include <gtest/gtest.h>

namespace finrst {
namespace {

// RFC 9293, 3.4: arithmetic modulo 2^32.
TEST(SequenceNumber, GoesAround) {
    const SequenceNumber last(0xffffffff);
    EXPECT_EQ(last + 1, SequenceNumber(0));
    EXPECT_EQ((last + 3) - last, 3);
    EXPECT_EQ(last - (last + 3), -3);
}

TEST(SequenceNumber, PrecedesWithinHalfTheSpace) {
    const SequenceNumber last(0xffffffff);
    EXPECT_TRUE(last.precedes(SequenceNumber(0)));
    EXPECT_FALSE(SequenceNumber(0).precedes(last));
    EXPECT_FALSE(last.precedes(last));
    EXPECT_TRUE(SequenceNumber(0).precedes(SequenceNumber(0x7fffffff)));
    EXPECT_FALSE(SequenceNumber(0).precedes(SequenceNumber(0x80000001)));
}

}  // namespace
}  // namespace finrst
