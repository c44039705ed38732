// SPDX-License-Identifier: GPL-2.0-or-later
#include "model_test.h"

#include "event_loop_watch.h"
#include "evidence_html.h"
#include "fake_source.h"
#include "filters.h"
#include "flow_model.h"
#include "host_model.h"
#include "ladder_view.h"
#include "report/explanation.h"
#include "report_feed.h"
#include "service_model.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QItemSelectionModel>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QXmlStreamReader>

namespace finrst {

namespace {

constexpr auto kFailureMode = QAbstractItemModelTester::FailureReportingMode::QtTest;

/// A feed whose report is ready.
struct Ready {
    explicit Ready(const FakeCapture& capture) {
        source.open(capture);
        feed = std::make_unique<ReportFeed>(source);
        for (int i = 0; i < 1000 && !feed->report(); ++i) QTest::qWait(10);
    }
    FakeSource source;
    std::unique_ptr<ReportFeed> feed;
};

/// The first `columns` of them.
QString dump(const QAbstractItemModel& model, int columns) {
    QString text;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < columns; ++column) {
            cells << model.index(row, column).data().toString();
        }
        text += cells.join(QLatin1Char('|')) + QLatin1Char('\n');
    }
    return text;
}

QStringList columnOf(const QAbstractItemModel& model, int column) {
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts << model.index(row, column).data().toString();
    return texts;
}

int rowsWith(FlowModel& model, const char* filter) {
    model.setTextFilter(QString::fromLatin1(filter));
    return model.rowCount();
}

}  // namespace

void ModelTest::flowsAsText() {
    Ready ready({2, 1, 0, 1});
    FlowModel model(*ready.feed);
    QAbstractItemModelTester tester(&model, kFailureMode);
    model.refresh();
    QCOMPARE(dump(model, model.columnOf(QLatin1String("requests")) + 1),
             QStringLiteral("18|0.093|12:26:40.097|FIN-WAIT-2 socket missing|probable|unknown|"
                            "10.0.0.1:1025|10.0.0.200:6379|42.0 ms|50.0 µs|42.4 ms|1\n"
                            "27|0.141|12:26:40.146|FIN-WAIT-2 socket missing|probable|unknown|"
                            "10.0.0.1:1026|10.0.0.200:6379|43.0 ms|50.0 µs|43.4 ms|1\n"));
}

void ModelTest::hostsAsText() {
    Ready ready({2, 100, 0, 1});
    HostModel model;
    QAbstractItemModelTester tester(&model, kFailureMode);
    model.setReport(ready.feed->report(), false);
    QCOMPARE(columnOf(model, 0), (QStringList{"10.0.0.1", "10.0.0.200"}));
    QCOMPARE(columnOf(model, 1), (QStringList{"2", "0"}));
    QCOMPARE(columnOf(model, 10), (QStringList{"909", ""}));
}

void ModelTest::servicesAsText() {
    Ready ready({2, 1, 0, 1});
    ServiceModel model;
    QAbstractItemModelTester tester(&model, kFailureMode);
    model.setReport(ready.feed->report(), false);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(columnOf(model, 1), QStringList{"10.0.0.200:6379"});
    QCOMPARE(columnOf(model, 3), QStringList{"3"});
}

/// "9" before "18": by number, not by text.
void ModelTest::sortsByValue() {
    Ready ready({12, 0, 0, 1});
    FlowModel model(*ready.feed);
    QAbstractItemModelTester tester(&model, kFailureMode);
    model.refresh();
    const int frame = model.columnOf(QLatin1String("frame.number"));
    const int fin_wait_2_time = model.columnOf(QLatin1String("finrst.fin_wait_2_time"));
    model.sort(frame, Qt::AscendingOrder);
    QCOMPARE(columnOf(model, frame).mid(0, 3), (QStringList{"9", "18", "27"}));
    model.sort(frame, Qt::DescendingOrder);
    QCOMPARE(columnOf(model, frame).first(), QStringLiteral("108"));
    model.sort(fin_wait_2_time, Qt::DescendingOrder);
    QCOMPARE(columnOf(model, fin_wait_2_time).first(), QStringLiteral("53.0 ms"));
}

void ModelTest::keepsSelectionWhenSorted() {
    Ready ready({12, 0, 0, 1});
    FlowModel model(*ready.feed);
    model.refresh();
    const int frame = model.columnOf(QLatin1String("frame.number"));
    model.sort(frame, Qt::AscendingOrder);
    const QPersistentModelIndex first = model.index(0, frame);
    model.sort(frame, Qt::DescendingOrder);
    QCOMPARE(first.row(), 11);
    QCOMPARE(first.data().toString(), QStringLiteral("9"));
}

void ModelTest::filtersByEachWord() {
    Ready ready({6, 300, 0, 3});
    FlowModel model(*ready.feed);
    QAbstractItemModelTester tester(&model, kFailureMode);
    model.refresh();
    QCOMPARE(model.rowCount(), 6);
    model.setTextFilter(QStringLiteral("10.0.0.2:"));
    QCOMPARE(model.rowCount(), 2);
    model.setTextFilter(QStringLiteral("missing BUCKET 10.0.0.3:1125"));
    QCOMPARE(model.rowCount(), 1);
    model.setTextFilter(QStringLiteral("tw_bucket_overflow refused"));
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.inScope(), std::size_t{6});
}

/// A number of a column is meant as a whole: port 112 is not port 1125.
void ModelTest::filtersByAColumn() {
    Ready ready({6, 300, 0, 3});
    FlowModel model(*ready.feed);
    model.refresh();
    const auto rows = [&](const char* filter) { return rowsWith(model, filter); };
    QCOMPARE(rows("112"), 6);
    QCOMPARE(rows("port:1125"), 3);
    QCOMPARE(rows("port:112"), 0);
    QCOMPARE(rows("address:10.0.0.3"), 2);
    QCOMPARE(rows("Verdict:missing cause:bucket"), 6);
    QCOMPARE(rows("cause:missing"), 0);
    QCOMPARE(rows("incident:1") + rows("incident:2") + rows("incident:3"), 6);
    QCOMPARE(rows("incident:0"), 0);
    QCOMPARE(rows("client:10.0.0.3"), 2);
    QCOMPARE(rows("server:10.0.0.3"), 0);
    QCOMPARE(rows("server:6379 client:10.0.0.3:1125"), 1);
    QCOMPARE(rows("stage:closing"), 6);
    QCOMPARE(rows("stage:handshake"), 0);
    QCOMPARE(rows("delay:50.0"), 6);
    QCOMPARE(rows("time:/^2.\\.../"), 6);
    QCOMPARE(rows("req:1"), 6);
    QCOMPARE(rows("unacked_of_sender:1"), 0);
    QCOMPARE(rows("10.0.0.3:1125"), 1);
    QCOMPARE(rows("0.3:112"), 2);
    QCOMPARE(rows(".200:6379"), 6);
    QCOMPARE(rows("client:.200:6379"), 0);
    QCOMPARE(rows("0.3:6379"), 0);
    QCOMPARE(rows(":"), 6);
}

/// What stands between slashes is a regular expression, while it is typed, too.
void ModelTest::filtersByRegularExpressions() {
    Ready ready({6, 300, 0, 3});
    FlowModel model(*ready.feed);
    model.refresh();
    const auto rows = [&](const char* filter) { return rowsWith(model, filter); };
    QCOMPARE(rows("/^10\\.0\\.0\\.[12]$/"), 4);
    QCOMPARE(rows("/^10\\.0\\.0\\.[12]$"), 4);
    QCOMPARE(rows("port:/5$/ address:/3$/"), 1);
    QCOMPARE(rows("verdict:/socket missing$|refused/ sure:/^PROB/"), 6);
    QCOMPARE(rows("verdict:"), 6);
    static int warnings = 0;
    const QtMessageHandler usual = qInstallMessageHandler(
        [](QtMsgType, const QMessageLogContext&, const QString&) { ++warnings; });
    QCOMPARE(rows("/(/"), 0);
    qInstallMessageHandler(usual);
    QVERIFY2(warnings == 0, "Qt complains of each row");
    const FlowTextFilter& filter = model.textFilter();
    QVERIFY(!filter.problem(QStringLiteral("verdict:/(/")).isEmpty());
    QVERIFY(!filter.problem(QStringLiteral("stack:/(/")).isEmpty());
    QVERIFY(filter.problem(QStringLiteral("( /a|b/")).isEmpty());
}

/// As Wireshark shows times and names; files get neither.
void ModelTest::followsWiresharksDisplay() {
    Ready ready({1, 0, 0, 1});
    FlowModel model(*ready.feed);
    const auto cell = [&](const char* column, int role = Qt::DisplayRole) {
        ready.feed->poll();
        model.refresh();
        return model.index(0, model.columnOf(QLatin1String(column))).data(role).toString();
    };
    QCOMPARE(cell("frame.time"), QStringLiteral("12:26:40.047"));
    ready.source.setTimeDisplay(TimeDisplay::kUtcDateAndTime);
    QCOMPARE(cell("frame.time"), QStringLiteral("2020-09-13 12:26:40.047"));
    ready.source.setTimeDisplay(TimeDisplay::kEpoch);
    QCOMPARE(cell("frame.time"), QStringLiteral("1600000000.047"));
    QCOMPARE(cell("server"), QStringLiteral("10.0.0.200:6379"));
    const CaptureAnalysis& analysis = *ready.feed->analysis();
    ready.source.setName(flowOf(analysis, analysis.resets()[0]).server, "Redis.example");
    QCOMPARE(cell("server"), QStringLiteral("10.0.0.200:6379 (Redis.example)"));
    QCOMPARE(cell("server", TableModel::kValueRole), QStringLiteral("10.0.0.200:6379"));
    for (const char* filter : {"address:redis.EX", "address:/\\.200$/", "10.0.0.200:6379"}) {
        QCOMPARE(rowsWith(model, filter), 1);
    }
}

/// Tables round, files do not, and have a zero where there is one.
void ModelTest::filesHaveExactRates() {
    QCOMPARE(cellText(31.1558, Type::kRate), QStringLiteral("31.2"));
    QCOMPARE(fileText(31.1558, Type::kRate), QStringLiteral("31.1558"));
    QCOMPARE(fileText(0.0, Type::kRate), QStringLiteral("0"));
}

void ModelTest::showsOtherResetsWhenAsked() {
    Ready ready({2, 0, 3, 1});
    FlowModel model(*ready.feed);
    QAbstractItemModelTester tester(&model, kFailureMode);
    model.refresh();
    QCOMPARE(model.rowCount(), 2);
    model.setScope(FlowScope::kResets);
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(columnOf(model, model.columnOf(QLatin1String("finrst.verdict"))).last(),
             QStringLiteral("connection refused"));
}

/// Each group with its count, the one with the most rows first, its rows in the order of the table.
void ModelTest::groupsRows() {
    Ready ready({5, 300, 3, 3});
    FlowModel model(*ready.feed);
    QAbstractItemModelTester tester(&model, kFailureMode);
    model.refresh();
    model.setScope(FlowScope::kResets);
    const auto groupsBy = [&](FlowGroups groups) {
        model.setGroups(groups);
        return columnOf(model, 0);
    };
    QCOMPARE(groupsBy(FlowGroups::kVerdict),
             (QStringList{"FIN-WAIT-2 socket missing · 5", "connection refused · 3"}));
    QCOMPARE(groupsBy(FlowGroups::kSender),
             (QStringList{"10.0.0.200 · 3", "10.0.0.1 · 2", "10.0.0.2 · 2", "10.0.0.3 · 1"}));
    QCOMPARE(groupsBy(FlowGroups::kService), QStringList{"10.0.0.200:6379 · 8"});
    for (const QString& title : groupsBy(FlowGroups::kIncident)) {
        QVERIFY2(title.contains(QRegularExpression(QStringLiteral("^[1-4]\\. .+ · [1-3]$"))),
                 qPrintable(title));
    }
    groupsBy(FlowGroups::kVerdict);
    model.sort(0, Qt::DescendingOrder);
    const QModelIndex missing = model.index(0, 0);
    QStringList frames;
    for (int row = 0; row < model.rowCount(missing); ++row) {
        frames << model.index(row, 0, missing).data().toString();
    }
    QCOMPARE(frames.size(), 5);
    QCOMPARE(frames.first(), model.cell(0, 0).data().toString());
    QVERIFY(frames.first().toInt() > frames.last().toInt());
    model.setTextFilter(QStringLiteral("refused"));
    QCOMPARE(columnOf(model, 0), QStringList{"connection refused · 3"});
    QCOMPARE(groupsBy(FlowGroups::kNone).size(), 3);
}

/// An index goes along with its row or its group when the table is sorted, and is void when there
/// is neither.
void ModelTest::keepsSelectionInGroups() {
    Ready ready({5, 0, 6, 1});
    FlowModel model(*ready.feed);
    model.refresh();
    model.setScope(FlowScope::kResets);
    model.sort(0, Qt::AscendingOrder);
    model.setGroups(FlowGroups::kVerdict);
    const QPersistentModelIndex group = model.index(1, 0);
    const QPersistentModelIndex first = model.index(0, 0, group);
    const QString title = group.data().toString();
    const QString frame = first.data().toString();
    QVERIFY(title.startsWith(QStringLiteral("FIN-WAIT-2")));
    model.sort(0, Qt::DescendingOrder);
    QCOMPARE(group.data().toString(), title);
    QCOMPARE(first.data().toString(), frame);
    QCOMPARE(first.row(), 4);
    ready.source.close();
    model.sort(0, Qt::AscendingOrder);
    QVERIFY(!group.isValid());
}

/// Wireshark closes its file before the dialog can know: nothing may be read of it then.
void ModelTest::isEmptyWhenTheCaptureIsGone() {
    Ready ready({3, 0, 0, 1});
    FlowModel model(*ready.feed);
    model.refresh();
    ready.source.close();
    QCOMPARE(model.rowCount(), 3);
    QVERIFY(!model.index(0, 0).data().isValid());
    QVERIFY(!model.resetAt(0));
    model.sort(model.columnOf(QLatin1String("finrst.connection_age")));
    ready.feed->poll();
    model.refresh();
    QCOMPARE(model.rowCount(), 0);
}

void ModelTest::ladderAsText() {
    Ready ready({1, 0, 0, 1});
    const CaptureAnalysis& analysis = *ready.feed->analysis();
    const Reset& reset = analysis.resets()[0];
    LadderView view;
    view.show(flowOf(analysis, reset), ladder(analysis, reset), std::nullopt, analysis.firstTime());
    QStringList states;
    for (const QString& line : view.asText().split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        states << line.section(QLatin1Char('\t'), 3);
    }
    QCOMPARE(
        states,
        (QStringList{"SYN frame 1\tSYN-SENT | unknown", "FIN frame 6\tFIN-WAIT-1 | ESTABLISHED",
                     "ACK frame 7\tFIN-WAIT-2 | CLOSE-WAIT", "FIN frame 8\tFIN-WAIT-2 | LAST-ACK",
                     "RST frame 9\tCLOSED | CLOSED (no socket)"}));
}

/// As it is drawn, with its words as words, and no higher or wider than it is.
void ModelTest::ladderAsSvg() {
    Ready ready({1, 0, 0, 1});
    const CaptureAnalysis& analysis = *ready.feed->analysis();
    const Reset& reset = analysis.resets()[0];
    LadderView view;
    view.resize(2000, 2000);
    view.show(flowOf(analysis, reset), ladder(analysis, reset), std::nullopt, analysis.firstTime());
    QXmlStreamReader svg(view.asSvg());
    QStringList words;
    QStringList box;
    while (!svg.atEnd()) {
        svg.readNext();
        if (!svg.isStartElement()) continue;
        if (svg.name() == QLatin1String("svg")) {
            box =
                svg.attributes().value(QLatin1String("viewBox")).toString().split(QLatin1Char(' '));
        }
        if (svg.name() == QLatin1String("text")) words << svg.readElementText().simplified();
    }
    QVERIFY2(!svg.hasError(), qPrintable(svg.errorString()));
    for (const char* word : {"10.0.0.1:1024", "10.0.0.200:6379", "SYN", "frame 9", "+42.0 ms",
                             "FIN-WAIT-2", "no socket"}) {
        QVERIFY2(words.contains(QLatin1String(word)), word);
    }
    QVERIFY(box[2].toInt() >= view.sizeHint().width() && box[2].toInt() < 1000);
    QCOMPARE(box[3].toInt(), view.sizeHint().height());
}

void ModelTest::ladderBetweenPlaces() {
    LadderStep fin;
    fin.segment = "FIN";
    fin.frame = 7;
    fin.from_client = true;
    fin.frame_elsewhere = 8;
    LadderStep lost = fin;
    lost.way = Way::kLost;
    LadderStep made = fin;
    made.way = Way::kMadeBetween;
    LadderView view;
    view.show(Flow(), {fin, lost, made}, LadderPlaces{"client.pcap", "server.pcap", true}, Time());
    const QString text = view.asText();
    QVERIFY(
        text.section(QLatin1Char('\n'), 0, 0).endsWith(QLatin1String("; frame 8 in server.pcap")));
    QVERIFY(text.section(QLatin1Char('\n'), 1, 1)
                .endsWith(QLatin1String("; lost between client.pcap and server.pcap")));
    QVERIFY(text.section(QLatin1Char('\n'), 2, 2)
                .endsWith(QLatin1String("; made between client.pcap and server.pcap")));
}

/// What to type stands in back quotes, frames are links; nothing else is markup.
void ModelTest::evidenceIsHtml() {
    Explanation explanation;
    explanation.evidence = {"FIN in frame 7 < frame 8"};
    explanation.advice = "Try `ss -tan` and `sysctl <name>`.";
    const QString html = evidenceHtml(Reset(), explanation, QPalette());
    QVERIFY(html.contains(QStringLiteral("FIN in <a href=\"frame:7\">frame&nbsp;7</a> &lt; ")));
    QVERIFY(html.contains(
        QStringLiteral("Try <code>ss -tan</code> and <code>sysctl &lt;name&gt;</code>.")));
}

void ModelTest::filtersAreDisplayFilters() {
    Ready ready({5, 0, 0, 1});
    const CaptureAnalysis& analysis = *ready.feed->analysis();
    const auto reset = [&](std::size_t i) { return analysis.resets()[i]; };
    QCOMPARE(flowsFilter(analysis, {reset(1)}), QStringLiteral("tcp.stream == 1"));
    QCOMPARE(flowsFilter(analysis, {reset(4), reset(0), reset(1), reset(2)}),
             QStringLiteral("tcp.stream in {0..2, 4}"));
    QCOMPARE(serviceFilter(ready.feed->report()->services.front()),
             QStringLiteral("ip.addr == 10.0.0.1 && ip.addr == 10.0.0.200 && tcp.port == 6379"));
}

void ModelTest::isFastWithManyRows() {
    Ready ready({100000, 0, 0, 3});
    FlowModel model(*ready.feed);
    EventLoopWatch watch;
    model.refresh();
    watch.expectNoLongStop();
    for (int column = 0; column < model.columnCount(); ++column) {
        model.sort(column);
        watch.expectNoLongStop();
    }
    for (FlowGroups groups : {FlowGroups::kIncident, FlowGroups::kSender, FlowGroups::kService,
                              FlowGroups::kVerdict, FlowGroups::kNone}) {
        model.setGroups(groups);
        watch.expectNoLongStop();
    }
    for (const char* typed : {"10.0.0.2 6379", "missing tw", "10.0.0.2:1", "no such text",
                              "server:6379", "stage:closing", "delay:1.5"}) {
        model.setTextFilter(QString::fromLatin1(typed));
        watch.expectNoLongStop();
    }
    model.setTextFilter(QStringLiteral("10.0.0.2 6379"));
    QVERIFY(model.rowCount() > 30000);
}

/// What is typed is looked for in the addresses of rows, however many hosts have none.
void ModelTest::isFastWithManyHosts() {
    Ready ready({20, 100000, 0, 100020});
    FlowModel model(*ready.feed);
    model.refresh();
    for (const char* typed : {"1", "10", "10.", "10.1.134.17"}) {
        const EventLoopWatch watch;
        model.setTextFilter(QString::fromLatin1(typed));
        QVERIFY2(watch.total() < 5, qPrintable(QStringLiteral("%1 ms").arg(watch.total())));
    }
    QVERIFY(model.rowCount() > 0);
}

/// The last one's address first, in a table that had been clicked on before.
void ModelTest::sortsVeryManyRowsInSteps() {
    constexpr std::uint32_t kRows = 200000;
    const Ready ready({0, kRows, 0, kRows});
    EventLoopWatch watch;
    ServiceModel model;
    model.setReport(ready.feed->report(), false);
    watch.expectNoLongStop();
    const int client = model.columnOf(QLatin1String("client"));
    const QPersistentModelIndex chosen = model.index(7, client);
    const QString name = chosen.data().toString();
    const QSignalSpy moved(&model, &QAbstractItemModel::layoutChanged);
    model.sort(client, Qt::AscendingOrder);
    model.sort(client, Qt::DescendingOrder);
    QCOMPARE(model.itemAt(0), 0u);  // as before, meanwhile
    QTRY_COMPARE_WITH_TIMEOUT(moved.count(), 1, 60000);
    watch.expectNoLongStop();
    for (std::uint32_t row = 0; row < kRows; ++row) {
        QCOMPARE(model.itemAt(static_cast<int>(row)), kRows - 1 - row);
    }
    QCOMPARE(chosen.row(), static_cast<int>(kRows) - 8);
    QCOMPARE(chosen.data().toString(), name);
}

void ModelTest::forgetsToSortWhatIsGone() {
    const Ready ready({0, 200000, 0, 200000});
    ServiceModel model;
    const QSignalSpy moved(&model, &QAbstractItemModel::layoutChanged);
    const auto sort = [&] {
        model.setReport(ready.feed->report(), false);
        model.sort(model.columnOf(QLatin1String("client")), Qt::DescendingOrder);
    };
    sort();
    model.setReport(nullptr, false);
    sort();
    model.sort(-1);
    sort();
    const Ready few({0, 3, 0, 3});
    model.setReport(few.feed->report(), false);
    QCOMPARE(model.itemAt(0), 2u);  // what comes meanwhile is sorted, too
    const auto before = moved.count();
    QTest::qWait(1000);
    QCOMPARE(moved.count(), before);
    QCOMPARE(model.itemAt(0), 2u);
}

}  // namespace finrst
