// SPDX-License-Identifier: GPL-2.0-or-later
// Texts of a real host, in each form that people have, are read; what cannot be is refused. Those
// of a newer kernel are of Linux 6.18.
#include "host/read_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace finrst {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::filesystem::path file(const std::string& name) {
    return std::filesystem::path(FINRST_HOST_TEXTS) / name;
}

HostRecord recordOf(std::variant<HostRecord, RecordRefused> read) {
    if (const auto* refused = std::get_if<RecordRefused>(&read)) {
        ADD_FAILURE() << "refused: it " << refused->why;
        return {};
    }
    return std::get<HostRecord>(std::move(read));
}

HostRecord readFile(const std::string& name) {
    return recordOf(readRecordFile(file(name)));
}

std::string refusalOf(std::string_view text) {
    const auto read = readRecord(text);
    const auto* refused = std::get_if<RecordRefused>(&read);
    return refused != nullptr ? refused->why : "it was read";
}

std::string shown(const KernelReset& reset) {
    const auto end = [](const KernelSocket& socket) {
        return socket.address.toString() + " " + std::to_string(socket.port);
    };
    return end(reset.source) + " > " + end(reset.destination) + ": " +
           (reset.answers ? "answers, " : "unasked, ") + reset.state + ", " + reset.reason;
}

std::vector<std::string> shown(const HostRecord& record) {
    std::vector<std::string> lines;
    for (const KernelReset& reset : record.resets) lines.push_back(shown(reset));
    return lines;
}

const std::vector<std::string> kFourResets = {
    "10.77.0.1 9 > 10.77.0.1 41932: answers, , NO_SOCKET",
    "fd77::1 9 > fd77::1 48712: answers, , NO_SOCKET",
    "10.77.0.1 59517 > 10.77.0.1 49152: unasked, CLOSE, TCP_ABORT_ON_CLOSE",
    "10.77.0.1 59517 > 10.77.0.1 49154: unasked, CLOSE, TCP_STATE"};

TEST(ReadRecord, FtraceTellsWhoResetWhomAndWhy) {
    const HostRecord record = readFile("trace.txt");
    EXPECT_EQ(shown(record), kFourResets);
    EXPECT_TRUE(record.traced);
    EXPECT_TRUE(record.gives_reasons);
    EXPECT_FALSE(record.has_utc) << "the clock of a trace is not that of the day";
    EXPECT_EQ(record.resets[1].time - record.resets[0].time, std::chrono::microseconds(143));
}

TEST(ReadRecord, PerfScriptTellsTheSame) {
    EXPECT_EQ(shown(readFile("perf_script.txt")), kFourResets);
}

TEST(ReadRecord, TraceCmdTellsTheSame) {
    EXPECT_THAT(shown(readFile("trace_cmd.txt")), testing::ElementsAre(kFourResets[0]));
}

TEST(ReadRecord, KernelsBefore6Dot10GiveNoReason) {
    const HostRecord record = readFile("older_trace.txt");
    EXPECT_EQ(shown(record),
              (std::vector<std::string>{"10.77.0.1 80 > 10.77.0.2 41932: answers, ESTABLISHED, ",
                                        "fd77::1 80 > fd77::2 41933: answers, ESTABLISHED, "}));
    EXPECT_FALSE(record.gives_reasons);
}

TEST(ReadRecord, LinesThatTheKernelLostAreCounted) {
    const HostRecord record = recordOf(readRecord("CPU:1 [LOST 117 EVENTS]\nnet.ipv4.x = 1\n"));
    EXPECT_EQ(record.lost, 117u);
}

TEST(ReadRecord, AProgramMayBeCalledAnything) {
    const HostRecord record = recordOf(readRecord(
        "  a: b src=1-77 [000] ..s1. 7.000001: tcp_send_reset: skbaddr=0000000000000001 "
        "skaddr=0000000000000000 src=10.0.0.1:9 dest=10.0.0.2:1 state=UNKNOWN reason=NO_SOCKET"));
    EXPECT_THAT(shown(record),
                testing::ElementsAre("10.0.0.1 9 > 10.0.0.2 1: answers, , NO_SOCKET"));
}

TEST(ReadRecord, FinrstCollectTellsAllOfIt) {
    const HostRecord record = readFile("collect.record");
    EXPECT_THAT(record.kernel, HasSubstr("Linux "));
    EXPECT_THAT(record.addresses, SizeIs(4)) << "two of the loopback, two of its own";
    EXPECT_EQ(record.setting("net.ipv4.tcp_max_tw_buckets"), 300u);
    EXPECT_EQ(record.setting("net.ipv4.tcp_fin_timeout"), 60u);
    EXPECT_TRUE(record.traced);
    EXPECT_EQ(record.lost, 0u);
    ASSERT_THAT(record.resets, SizeIs(3));
    EXPECT_EQ(shown(record.resets[0]).substr(0, 14), "10.77.0.1 9 > ");
    // The trace is of all namespaces; its times are UTC, and its lines are within it.
    ASSERT_TRUE(record.has_utc);
    ASSERT_TRUE(record.trace_begin && record.trace_end);
    EXPECT_LT(*record.trace_begin, record.resets.front().time);
    EXPECT_GT(*record.trace_end, record.resets.back().time);
    // Before, three samples, after.
    ASSERT_THAT(record.counters, SizeIs(5));
    EXPECT_TRUE(record.counters.front().time);
    EXPECT_EQ(record.counters.front().find("TcpOutRsts"), 0u);
    EXPECT_EQ(record.counters.back().find("TcpOutRsts"), 3u);
    EXPECT_EQ(record.counters.back().find("TcpExtTCPTimeWaitOverflow"), 0u);
    EXPECT_TRUE(record.counters[2].find("SockstatTCP_tw"));
}

TEST(ReadRecord, CountersComeInManyForms) {
    EXPECT_EQ(readFile("nstat.txt").counters.front().find("TcpExtTCPAbortOnClose"), 1u);
    EXPECT_EQ(readFile("nstat.json").counters.front().find("TcpExtTCPAbortOnClose"), 1u);
    EXPECT_EQ(readFile("proc.txt").counters.front().find("TcpExtTCPAbortOnClose"), 1u);
    EXPECT_EQ(readFile("netstat_s.txt").counters.front().find("TcpExtTCPAbortOnClose"), 6u);
    EXPECT_EQ(readFile("netstat_s.txt").counters.front().find("TcpOutRsts"), 1291u);
    EXPECT_EQ(readFile("sockstat.txt").counters.front().find("SockstatTCP_tw"), 0u);
    EXPECT_EQ(readFile("node_exporter.txt").counters.front().find("TcpOutRsts"), 334u);
    EXPECT_EQ(recordOf(readRecord("    TCPTimeWaitOverflow: 27360\n"))
                  .counters.front()
                  .find("TcpExtTCPTimeWaitOverflow"),
              27360u);
}

TEST(ReadRecord, CountersThatComeAgainAreCountedAgain) {
    const HostRecord record =
        recordOf(readRecord("TcpOutRsts 3 0.0\nTcpExtTCPTimeWaitOverflow 0 0.0\n"
                            "TcpOutRsts 70 0.0\nTcpExtTCPTimeWaitOverflow 419 0.0\n"));
    ASSERT_THAT(record.counters, SizeIs(2));
    EXPECT_EQ(record.counters[0].find("TcpOutRsts"), 3u);
    EXPECT_EQ(record.counters[1].find("TcpExtTCPTimeWaitOverflow"), 419u);
}

TEST(ReadRecord, PrometheusTellsCountersByTime) {
    const HostRecord record = readFile("prometheus.json");
    ASSERT_THAT(record.counters, SizeIs(2));
    EXPECT_EQ(record.counters[1].find("TcpExtTCPTimeWaitOverflow"), 419u);
    EXPECT_EQ(record.counters[1].find("SockstatTCP_tw"), 300u);
    EXPECT_EQ(*record.counters[1].time - *record.counters[0].time, std::chrono::seconds(15));
    EXPECT_THAT(record.addresses, SizeIs(1));
}

TEST(ReadRecord, SettingsAreRead) {
    EXPECT_EQ(readFile("sysctl.txt").setting("net.ipv4.tcp_fin_timeout"), 60u);
}

TEST(ReadRecord, SsTellsWhoseSocketsTheseAre) {
    const HostRecord record =
        recordOf(readRecord("State     Recv-Q Send-Q  Local Address:Port   Peer Address:Port\n"
                            "LISTEN    0      128           0.0.0.0:22          0.0.0.0:*\n"
                            "TIME-WAIT 0      0         10.77.0.1:80        10.77.0.2:39138\n"
                            "TIME-WAIT 0      0       [fd77::1]:80        [fd77::2]:39138\n"));
    EXPECT_THAT(record.addresses, SizeIs(2));
    EXPECT_EQ(record.counters.front().find("SsTimeWait"), 2u);
}

TEST(ReadRecord, AnOldKernelsLogTellsOfAFullTable) {
    const HostRecord record =
        recordOf(readRecord("[12345.678901] TCP: time wait bucket table overflow\n"));
    EXPECT_EQ(record.overflow_messages, 1u);
}

TEST(ReadRecord, PointersAreRefusedAndTheWayOutIsTold) {
    const auto read = readRecordFile(file("perf_trace.txt"));
    const auto* refused = std::get_if<RecordRefused>(&read);
    ASSERT_NE(refused, nullptr);
    EXPECT_THAT(refused->why, HasSubstr("perf script"));
}

TEST(ReadRecord, FilesOfOtherToolsAreRefusedAndTheWayOutIsTold) {
    EXPECT_THAT(refusalOf("PERFILE2h"), HasSubstr("perf script"));
    EXPECT_THAT(refusalOf("\x17\x08\x44tracing6"), HasSubstr("trace-cmd report"));
    EXPECT_THAT(refusalOf(std::string_view("\x0a\x0d\x0d\x0a\0\0", 6)), HasSubstr("not a text"));
    EXPECT_THAT(refusalOf(""), HasSubstr("finrst-collect"));
    EXPECT_THAT(refusalOf("Dear all,\n"), HasSubstr("finrst-collect"));
    EXPECT_THAT(refusalOf("{\"kernel\":"), HasSubstr("cut short"));
    EXPECT_THAT(refusalOf("{\"status\":\"success\",\"data\":{\"result\":[]}}"),
                HasSubstr("node_sockstat_TCP_tw"));
}

TEST(ReadRecord, AnAnswerForManyHostsIsRefused) {
    EXPECT_THAT(refusalOf(R"({"data":{"result":[
            {"metric":{"__name__":"node_sockstat_TCP_tw","instance":"a:9100"},"value":[1,"2"]},
            {"metric":{"__name__":"node_sockstat_TCP_tw","instance":"b:9100"},"value":[1,"2"]}]}})"),
                HasSubstr("instance=\"a:9100\""));
}

TEST(ReadRecord, AFileThatIsNotThereIsTold) {
    const auto read = readRecordFile("/nonexistent");
    ASSERT_TRUE(std::holds_alternative<RecordRefused>(read));
    EXPECT_THAT(std::get<RecordRefused>(read).why, HasSubstr("No such file"));
}

}  // namespace
}  // namespace finrst
