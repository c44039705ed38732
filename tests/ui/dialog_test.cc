// SPDX-License-Identifier: GPL-2.0-or-later
#include "dialog_test.h"

#include "accessible_names.h"
#include "dialog.h"
#include "event_loop_watch.h"
#include "fake_source.h"
#include "ladder_pane.h"
#include "ladder_view.h"
#include "manual.h"
#include "save_capture_dialog.h"
#include "settings.h"
#include "table_view.h"
#include "text_view.h"
#include "timeline_plot.h"

#include "report/json.h"

#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QProgressDialog>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QSignalSpy>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTest>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace finrst {

namespace {

QPalette darkPalette() {
    QPalette dark(QColor(53, 53, 53), QColor(40, 40, 40));
    dark.setColor(QPalette::Link, QColor(90, 170, 250));
    return dark;
}

/// A dialog on the screen whose first report is there.
struct Shown {
    explicit Shown(FakeSource& source, QSize size = {1000, 720}) : dialog(source) {
        dialog.resize(size);
        dialog.show();
        if (!QTest::qWaitFor([&] { return dialog.feed().report() != nullptr; }, 5000)) {
            qWarning("no report after 5 s");
        }
        QTest::qWait(20);
    }
    QTabWidget& tabs() { return *dialog.findChild<QTabWidget*>(); }
    TableView& table() { return *tabs().currentWidget()->findChild<TableView*>(); }
    QLabel* statusLabel() {
        for (auto* label : dialog.findChildren<QLabel*>()) {
            if (label->text().startsWith(QStringLiteral("TCP segments"))) return label;
        }
        return nullptr;
    }
    QString status() { return statusLabel() != nullptr ? statusLabel()->text() : QString(); }
    QString message() {
        auto* stack = dialog.findChild<QStackedWidget*>();
        auto* label = qobject_cast<QLabel*>(stack->currentWidget());
        return label != nullptr ? label->text() : QString();
    }
    Dialog dialog;
};

/// The pixels between the nearest two labels of a vertical axis, from middle to middle.
double labelDistance(const QCPAxis& axis) {
    double nearest = std::numeric_limits<double>::max();
    const QVector<double> ticks = axis.tickVector();
    for (int i = 1; i < ticks.size(); ++i) {
        const double distance = axis.coordToPixel(ticks[i - 1]) - axis.coordToPixel(ticks[i]);
        nearest = std::min(nearest, std::abs(distance));
    }
    return nearest;
}

QString wholeText(const TableView& table, TableFormat format) {
    QByteArray text;
    const std::unique_ptr<TextMaker> maker = table.wholeAs(format);
    while (maker->step(text)) {
    }
    return QString::fromUtf8(text);
}

/// What shows that a text is being made.
QProgressDialog* shownProgress(const QWidget& in) {
    for (auto* progress : in.findChildren<QProgressDialog*>()) {
        if (progress->isVisible()) return progress;
    }
    return nullptr;
}

constexpr int kFlows = 1;
constexpr int kHosts = 2;
constexpr int kServices = 3;
constexpr int kTabs = 5;

/// All flows, in place of what the clipboard holds.
void beginToCopy(Shown& shown) {
    QApplication::clipboard()->setText(QStringLiteral("as it was"));
    shown.tabs().setCurrentIndex(kFlows);
    shown.table().selectAll();
    shown.table().copy();
}

}  // namespace

void DialogTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    setSettingsFile(folder_->filePath(QStringLiteral("settings.ini")));
    QApplication::setPalette(QPalette());
    QApplication::setLayoutDirection(Qt::LeftToRight);
    static const QFont kFont = QApplication::font();
    QApplication::setFont(kFont);
}

void DialogTest::showsEveryTab_data() {
    QTest::addColumn<int>("resets");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("dark");
    QTest::addColumn<Qt::LayoutDirection>("direction");
    const Qt::LayoutDirection usual = Qt::LeftToRight;
    QTest::newRow("light") << 60 << QSize(1000, 720) << false << usual;
    QTest::newRow("dark") << 60 << QSize(1000, 720) << true << usual;
    QTest::newRow("small") << 60 << QSize(800, 600) << false << usual;
    QTest::newRow("tiny") << 60 << QSize(640, 450) << false << usual;
    QTest::newRow("large") << 60 << QSize(1920, 1080) << false << usual;
    QTest::newRow("one-flow") << 1 << QSize(1000, 720) << false << usual;
    QTest::newRow("no-resets") << 0 << QSize(1000, 720) << false << usual;
    QTest::newRow("right-to-left") << 60 << QSize(1000, 720) << false << Qt::RightToLeft;
}

void DialogTest::showsEveryTab() {
    QFETCH(int, resets);
    QFETCH(QSize, size);
    QFETCH(bool, dark);
    QFETCH(Qt::LayoutDirection, direction);
    if (dark) QApplication::setPalette(darkPalette());
    QApplication::setLayoutDirection(direction);
    FakeSource source;
    const auto count = static_cast<std::uint32_t>(resets);
    source.open({count, resets == 1 ? 0 : 30u, count / 5, 1});
    const std::string name = direction == Qt::RightToLeft ? "שרת.example" : "";
    for (const Host& host : source.analysis()->hosts()) source.setName(host.address, name);
    Shown shown(source, size);
    QCOMPARE(shown.table().layoutDirection(), Qt::LeftToRight);
    const QString folder = qEnvironmentVariable("FINRST_SCREENSHOTS");
    for (int tab = 0; tab < kTabs; ++tab) {
        shown.tabs().setCurrentIndex(tab);
        QTest::qWait(30);
        const QSize least = shown.dialog.minimumSizeHint();
        QVERIFY2(shown.dialog.width() <= size.width() && shown.dialog.height() <= size.height(),
                 qPrintable(QStringLiteral("tab %1 takes %2 × %3")
                                .arg(tab)
                                .arg(least.width())
                                .arg(least.height())));
        if (folder.isEmpty()) continue;
        QVERIFY(QDir().mkpath(folder));
        shown.dialog.grab().save(QStringLiteral("%1/dialog-%2-%3.png")
                                     .arg(folder, QString::fromLatin1(QTest::currentDataTag()))
                                     .arg(tab));
    }
}

void DialogTest::showsWhatHostsSay_data() {
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

/// Beside what the capture shows: the host's counters in words, its buckets in the same plot; and
/// which record is not used.
void DialogTest::showsWhatHostsSay() {
    QFETCH(bool, dark);
    if (dark) QApplication::setPalette(darkPalette());
    FakeSource source;
    source.open({60, 30, 12, 1});
    const CaptureAnalysis& analysis = *source.analysis();
    HostFinding client;
    client.file = "client.record";
    client.addresses = {analysis.hosts()[0].address};
    client.traced = true;
    client.agrees = 57;
    client.contradicted = {analysis.resets()[0].frame};
    client.refused_buckets = 60;
    client.buckets_peak = 30;
    client.bucket_limit = 30;
    for (std::uint64_t i = 0; i <= 10; ++i) {
        const Duration length = analysis.lastTime() - analysis.firstTime();
        client.buckets_held.push_back(
            {analysis.firstTime() + length / 10 * static_cast<int>(i), std::min(5 * i, 30ul)});
    }
    HostFinding stranger;
    stranger.file = "stranger.record";
    stranger.refusal = "is of a host that is not in the capture (192.0.2.1).";
    source.setHostFindings({client, stranger});
    Shown shown(source);
    shown.tabs().setCurrentIndex(kHosts);
    QTest::qWait(30);
    QWidget& page = *shown.tabs().currentWidget();
    const QString words = page.findChild<TextView*>()->toPlainText();
    for (const char* part :
         {"its kernel confirms 57 of 58 RSTs", "contradicts what the capture alone says of 1",
          "the host counts 30 at most", "the limit is 30", "stranger.record is not used"}) {
        QVERIFY2(words.contains(QLatin1String(part)), part);
    }
    const auto* plot = page.findChild<TimelinePlot*>();
    int counted = 0;
    for (int i = 0; i < plot->graphCount(); ++i) {
        if (plot->graph(i)->name().contains(QLatin1String("counted"))) {
            counted = plot->graph(i)->dataCount();
        }
    }
    QCOMPARE(counted, 11);
    const QString folder = qEnvironmentVariable("FINRST_SCREENSHOTS");
    if (folder.isEmpty()) return;
    QVERIFY(QDir().mkpath(folder));
    shown.dialog.grab().save(QStringLiteral("%1/dialog-host-records-%2.png")
                                 .arg(folder, QString::fromLatin1(QTest::currentDataTag())));
}

/// Captures of two hosts as one, and no host record.
void DialogTest::showsWhatPlacesSaw() {
    FakeSource source;
    source.open({60, 30, 12, 1});
    PlaceFinding client;
    client.name = "client.pcap";
    client.segments = 90;
    client.connections = 3;
    PlaceFinding server = client;
    server.name = "server.pcap";
    server.shared = 2;
    server.hops = 2;
    server.round_trip_to_server = std::chrono::milliseconds(1);
    source.setPlaceFindings({client, server});
    Shown shown(source);
    shown.tabs().setCurrentIndex(kHosts);
    QTest::qWait(30);
    const QString words = shown.tabs().currentWidget()->findChild<TextView*>()->toPlainText();
    for (const char* part : {"client.pcap: 90 segments of 3 connections.",
                             "shares 2 connections with client.pcap, 2 routers away",
                             "the fastest answer of a server came within 1.00 ms"}) {
        QVERIFY2(words.contains(QLatin1String(part)), part);
    }
}

void DialogTest::labelsOfLowPlotsHaveRoom() {
    FakeSource source;
    source.open({60, 30, 12, 1});
    Shown shown(source);
    for (int tab = 0; tab < kTabs; ++tab) {
        shown.tabs().setCurrentIndex(tab);
        QTest::qWait(30);
        for (Plot* plot : shown.tabs().currentWidget()->findChildren<Plot*>()) {
            plot->resize(plot->width(), plot->minimumHeight());
            QTest::qWait(30);
            for (const QCPAxisRect* rect : plot->axisRects()) {
                for (const QCPAxis* axis : rect->axes(QCPAxis::atLeft | QCPAxis::atRight)) {
                    if (!axis->visible() || !axis->tickLabels()) continue;
                    QVERIFY2(labelDistance(*axis) >= plot->fontMetrics().ascent(),
                             qPrintable(plot->name()));
                }
            }
        }
    }
}

void DialogTest::legendsOfNarrowPlotsAreWhole() {
    FakeSource source;
    source.open({60, 30, 12, 1});
    Shown shown(source);
    for (const int tab : {0, kHosts}) {
        shown.tabs().setCurrentIndex(tab);
        QTest::qWait(30);
        auto* plot = shown.tabs().currentWidget()->findChild<TimelinePlot*>();
        plot->resize(300, plot->height());
        QTest::qWait(30);
        for (const QCPLayoutElement* entry : plot->legend->elements(false)) {
            if (entry == nullptr) continue;
            QVERIFY(entry->outerRect().width() >= entry->minimumOuterSizeHint().width());
        }
    }
}

void DialogTest::legendsOfManyIncidentsAreWhole() {
    HostStatistics host;
    host.seconds = {{.second = 3, .tw_buckets = 1}};
    TimelinePlot plot(false);
    plot.resize(950, 150);
    plot.setHost(&host, 10, -1, {}, {}, {});
    plot.setIncidents(std::vector<ResetsOfIncident>(ResetsOverTime::kToldApart + 1, {{3, 2, 17}}));
    plot.show();
    QTest::qWait(30);
    std::size_t entries = 0;
    for (const QCPLayoutElement* entry : plot.legend->elements(false)) {
        if (entry == nullptr) continue;
        ++entries;
        const QSize least = entry->minimumOuterSizeHint();
        QCOMPARE(entry->outerRect().size().expandedTo(least), entry->outerRect().size());
    }
    QCOMPARE(entries, ResetsOverTime::kToldApart + 2);
}

/// However low the plot; buckets have neither axis nor entry where no host is known to hold any.
void DialogTest::axesHaveTitles() {
    FakeSource source;
    source.open({60, 30, 12, 1});
    Shown shown(source);
    const auto titles = [&shown](int tab) {
        shown.tabs().setCurrentIndex(tab);
        QTest::qWait(30);
        const auto* plot = shown.tabs().currentWidget()->findChild<TimelinePlot*>();
        QStringList texts;
        for (const auto* title : plot->findChildren<QCPTextElement*>()) texts << title->text();
        return texts;
    };
    QCOMPARE(titles(0), QStringList({QStringLiteral("Resets / s"), QStringLiteral("Buckets")}));
    QCOMPARE(titles(kHosts),
             QStringList({QStringLiteral("Resets / s"), QStringLiteral("Sockets")}));
    TimelinePlot plot(false);
    plot.resize(800, 200);
    plot.setHost(nullptr, 10, -1, {}, {}, {});
    plot.setIncidents({{{3, 2, 17}}});
    QCOMPARE(plot.legend->itemCount(), 1);
    QVERIFY(!plot.yAxis2->visible());
}

void DialogTest::legendNamesNoResetsOfTheHostAmongIncidents() {
    HostStatistics host;
    host.seconds = {{.second = 3, .tw_buckets = 1}};
    TimelinePlot plot(false);
    plot.resize(800, 200);
    plot.setHost(&host, 10, -1, {}, {}, {});
    QCOMPARE(plot.legend->itemCount(), 2);
    plot.setIncidents({});
    QCOMPARE(plot.legend->itemCount(), 1);
}

void DialogTest::wordsHaveRoomInLargeLetters_data() {
    QTest::addColumn<int>("tab");
    QTest::newRow("overview") << 0;
    QTest::newRow("flows") << kFlows;
}

/// In a small window; the ladder is there when there is room beside them.
void DialogTest::wordsHaveRoomInLargeLetters() {
    QFETCH(int, tab);
    QFont large = QApplication::font();
    large.setPointSizeF(1.5 * large.pointSizeF());
    QApplication::setFont(large);
    FakeSource source;
    source.open({60, 30, 12, 1});
    Shown shown(source, {800, 600});
    shown.tabs().setCurrentIndex(tab);
    QTest::qWait(20);
    const QWidget& page = *shown.tabs().currentWidget();
    const auto* words = page.findChild<TextView*>();
    const auto* ladder = page.findChild<LadderPane*>();
    const QFontMetrics letters = page.fontMetrics();
    QVERIFY(!ladder->isVisible());
    QVERIFY(words->width() >= 45 * letters.averageCharWidth());
    QVERIFY(shown.table().height() >= 5 * letters.height());
    shown.dialog.resize(1600, 1000);
    QTRY_VERIFY(ladder->isVisible());
    QVERIFY(words->width() >= 45 * letters.averageCharWidth());
}

/// It takes a second line where one is too short; of a long filter, both ends.
void DialogTest::statusIsWhole() {
    FakeSource source;
    source.open({60, 30, 12, 1});
    source.setDisplayFilter("tcp.stream in {0" + std::string(2000, '1') + "} && ip");
    Shown shown(source, {640, 450});
    const QLabel& status = *shown.statusLabel();
    const QRect needed = status.fontMetrics().boundingRect(
        status.rect(), static_cast<int>(Qt::TextWordWrap), status.text());
    QVERIFY(needed.width() <= status.width() && needed.height() <= status.height());
    QVERIFY(status.text().contains(QStringLiteral("limited to “tcp.stream in")));
    QVERIFY(status.text().endsWith(QStringLiteral("&& ip”")));
    QVERIFY(shown.dialog.width() <= 640 && shown.dialog.height() <= 450);
}

/// Who closes first, and how many buckets that took, in a small window, too.
void DialogTest::showsBucketsWhereNothingIsReset() {
    FakeSource source;
    source.open({0, 30, 0, 1});
    Shown shown(source, {800, 600});
    QVERIFY(shown.tabs().currentWidget()->findChild<TimelinePlot*>()->isVisible());
}

void DialogTest::saysWhyThereIsNothing() {
    FakeSource source;
    source.close();
    Dialog dialog(source);
    auto* stack = dialog.findChild<QStackedWidget*>();
    const auto text = [&] { return qobject_cast<QLabel*>(stack->currentWidget())->text(); };
    QVERIFY(text().contains(QStringLiteral("No capture is open")));
    source.switchOff("The protocol finrst is disabled.");
    source.setReading(true);
    dialog.feed().poll();
    QVERIFY(text().contains(QStringLiteral("finrst is disabled")));
}

/// Opened, closed and opened again behind the dialog's back, with every tab shown in between.
void DialogTest::followsTheCapture() {
    FakeSource source;
    source.open({5, 0, 0, 1});
    Shown shown(source);
    for (int tab = 0; tab < kTabs; ++tab) {
        shown.tabs().setCurrentIndex(tab);
        source.close();
        shown.dialog.repaint();
        QTRY_VERIFY(shown.message().contains(QStringLiteral("No capture is open")));
        source.open({7, 0, 0, 1});
        QTRY_VERIFY(shown.message().isEmpty());
    }
    shown.tabs().setCurrentIndex(kFlows);
    QCOMPARE(shown.table().model()->rowCount(), 7);
}

void DialogTest::goesToPackets() {
    FakeSource source;
    source.open({3, 0, 0, 1});
    Shown shown(source);
    shown.tabs().setCurrentIndex(kFlows);
    shown.table().setFocus();
    QTest::keyClick(&shown.table(), Qt::Key_Down);
    QTest::keyClick(&shown.table(), Qt::Key_Return);
    auto* ladder = shown.tabs().currentWidget()->findChild<LadderView*>();
    QTest::keyClick(ladder, Qt::Key_Down);
    QTest::keyClick(ladder, Qt::Key_Down);
    QTest::keyClick(ladder, Qt::Key_Return);
    QCOMPARE(source.log, (std::vector<std::string>{"go 18", "go 18", "go 15"}));
}

/// The packet list and the flows go together: a packet that a row tells about chooses the row, and
/// a row that the user chooses goes to its RST.
void DialogTest::goesAlongWithThePacketList() {
    FakeSource source;
    source.open({3, 0, 0, 1});
    Shown shown(source);
    shown.tabs().setCurrentIndex(kFlows);
    const auto frame = [&] {
        return shown.table().model()->index(shown.table().currentRow(), 0).data().toString();
    };
    const auto select = [&](std::uint32_t packet) {
        source.setSelectedFrame(packet);
        shown.dialog.feed().poll();
        return frame();
    };
    QCOMPARE(select(18), QStringLiteral("18"));
    QCOMPARE(select(24), QStringLiteral("27"));  // its own FIN
    QCOMPARE(select(1), QStringLiteral("27"));   // no row tells of a SYN
    QVERIFY2(source.log.empty(), "the packet list is not moved by what it selects");
    QTest::keyClick(&shown.table(), Qt::Key_Home);
    QCOMPARE(std::exchange(source.log, {}), std::vector<std::string>{"go 9"});
    const QRect second = shown.table().visualRect(shown.table().model()->index(1, 0));
    QTest::mouseClick(shown.table().viewport(), Qt::LeftButton, {}, second.center());
    QCOMPARE(std::exchange(source.log, {}), std::vector<std::string>{"go 18"});
    shown.table().sortByColumn(0, Qt::DescendingOrder);
    QVERIFY(source.log.empty());
}

/// As soon as it is shown, whichever key showed it.
void DialogTest::keyboardIsWhereAPageBegins() {
    FakeSource source;
    source.open({3, 0, 0, 1});
    Shown shown(source);
    shown.dialog.activateWindow();
    QTRY_VERIFY(shown.dialog.isActiveWindow());
    QVERIFY2(shown.tabs().currentWidget()->isAncestorOf(shown.dialog.focusWidget()), "when opened");
    for (int tab = kTabs - 1; tab >= 0; --tab) {
        shown.tabs().setCurrentIndex(tab);
        QVERIFY(shown.tabs().currentWidget()->isAncestorOf(shown.dialog.focusWidget()));
    }
    shown.tabs().tabBar()->setFocus();
    shown.tabs().setCurrentIndex(kFlows);
    QVERIFY2(shown.tabs().tabBar()->hasFocus(), "arrows go on from tab to tab");
}

void DialogTest::screenReadersHaveNames() {
    FakeSource source;
    source.open({60, 30, 12, 1});
    Shown shown(source);
    for (int tab = 0; tab < kTabs; ++tab) {
        shown.tabs().setCurrentIndex(tab);
        QTest::qWait(20);
        QCOMPARE(nameless(shown.dialog).join(QLatin1Char(32)), QString());
    }
    shown.tabs().setCurrentIndex(kFlows);
    const QAccessibleInterface* table = QAccessible::queryAccessibleInterface(&shown.table());
    QCOMPARE(table->text(QAccessible::Name), QStringLiteral("Flows"));
    const auto* ladder = shown.tabs().currentWidget()->findChild<LadderView*>();
    QVERIFY2(ladder->accessibleDescription().contains(QStringLiteral("no socket")), "in words");
    SaveCaptureDialog save(shown.dialog.feed());
    save.show();
    QCOMPARE(nameless(save).join(QLatin1Char(32)), QString());
}

/// By keyboard: one bar after the other.
void DialogTest::goesToPacketsOfPlots() {
    FakeSource source;
    source.open({2, 0, 0, 2});
    Shown shown(source);
    auto* plot = shown.tabs().currentWidget()->findChild<TimelinePlot*>();
    auto* hosts = shown.tabs().currentWidget()->findChild<QComboBox*>();
    QCOMPARE(hosts->count(), 2);
    QTRY_VERIFY(plot->findChildren<QCPBars*>().size() > 1);  // by incident
    for (int host = 0; host < 2; ++host) {
        hosts->setCurrentIndex(host);  // whose buckets are beside
        plot->replot();                // not when the event loop comes to it
        QTest::keyClick(plot, Qt::Key_Right);
        QTest::keyClick(plot, Qt::Key_Plus);
        QTest::keyClick(plot, Qt::Key_0);
        QTest::keyClick(plot, Qt::Key_Return);
        QCOMPARE(QString::fromStdString(source.log.back()),
                 QStringLiteral("go %1").arg(9 * (host + 1)));
    }
}

/// Resets of two incidents, one on top of the other, each with a colour, a pattern and a frame.
void DialogTest::stacksResetsByIncident() {
    FakeSource source;
    source.open({60, 30, 12, 1});
    Shown shown(source);
    auto* plot = shown.tabs().currentWidget()->findChild<TimelinePlot*>();
    const auto bars = [&] { return plot->findChildren<QCPBars*>(); };
    const auto named = [&](const QString& name) -> QCPBars* {
        for (QCPBars* candidate : bars()) {
            if (candidate->name() == name) return candidate;
        }
        return nullptr;
    };
    QTRY_VERIFY(named(QStringLiteral("Incident 2")) != nullptr);
    const QCPBars& first = *named(QStringLiteral("Incident 1"));
    const QCPBars& second = *named(QStringLiteral("Incident 2"));
    QVERIFY(second.barBelow() == &first);
    QVERIFY(first.brush().style() != second.brush().style());
    const auto total = [](const QCPBars& of) {
        double sum = 0;
        for (const QCPBarsData& bar : *of.data()) sum += bar.value;
        return sum;
    };
    QCOMPARE(total(first), 12.0);
    QCOMPARE(total(second), 60.0);
    plot->replot();
    QTest::keyClick(plot, Qt::Key_T);
    QCOMPARE(plot->xAxis->label(), QStringLiteral("Time of day"));
    plot->replot();
    QVERIFY(plot->xAxis->tickVectorLabels().contains(QStringLiteral("12:26:42")));
    QTest::keyClick(plot, Qt::Key_L);
    QCOMPARE(plot->yAxis->scaleType(), QCPAxis::stLogarithmic);
    for (Qt::Key key : {Qt::Key_Right, Qt::Key_M, Qt::Key_Right, Qt::Key_Space}) {
        QTest::keyClick(plot, key);
    }
    for (const char* told : {"12:26:4", "from the mark: +1.00 s"}) {
        QVERIFY2(QToolTip::text().contains(QLatin1String(told)), qPrintable(QToolTip::text()));
    }
}

/// As of boxes, which are no hosts of the capture.
void DialogTest::showsResetsOfNoHost() {
    TimelinePlot plot(false);
    plot.resize(600, 300);
    plot.setHost(nullptr, 5, -1, {}, {}, {});
    QVERIFY(!plot.axisRect()->visible());
    plot.setIncidents({{{2, 3, 7}}});
    plot.replot();
    QVERIFY(plot.axisRect()->visible());
    QCOMPARE(plot.xAxis->range().upper, 5.0);
    std::uint32_t wanted = 0;
    connect(&plot, &Plot::frameWanted, this, [&](std::uint32_t frame) { wanted = frame; });
    QTest::keyClick(&plot, Qt::Key_Right);
    QVERIFY(QToolTip::text().contains(QStringLiteral("Incident 1: 3")));
    QTest::keyClick(&plot, Qt::Key_Return);
    QCOMPARE(wanted, 7u);
}

/// A line where it is one number; else all that it may be.
void DialogTest::showsTheLimitAsFarAsItIsKnown() {
    TimelinePlot plot(false);
    plot.resize(600, 300);
    HostStatistics host;
    host.seconds.emplace_back();
    const auto& range = *plot.findChild<QCPItemRect*>();
    const auto told = [&](const BucketLimit& limit) {
        plot.setHost(&host, 10, -1, limit, {}, {});
        plot.replot();
        for (const auto* text : plot.findChildren<QCPItemText*>()) {
            if (text->visible()) return text->text();
        }
        return QString();
    };
    const auto top = [&] { return range.topLeft->pixelPosition().y(); };
    const auto bottom = [&] { return range.bottomRight->pixelPosition().y(); };
    QCOMPARE(told({30, 40}), QStringLiteral("limit ≈ 30 to 40"));
    QCOMPARE(bottom(), plot.yAxis2->coordToPixel(30));
    QCOMPARE(top(), plot.yAxis2->coordToPixel(40));
    QCOMPARE(told({30, std::nullopt}), QStringLiteral("limit ≥ 30"));
    QVERIFY(top() < plot.axisRect()->top());
    QCOMPARE(told({30, 30}), QStringLiteral("limit ≈ 30"));
    QCOMPARE(top(), bottom());
    QCOMPARE(told({30, 30, true}), QStringLiteral("limit 30"));
}

void DialogTest::showsAnIncident() {
    FakeSource source;
    source.open({60, 30, 12, 1});
    Shown shown(source);
    QWidget* overview = shown.tabs().currentWidget();
    auto* incidents = overview->findChild<TableView*>();
    QCOMPARE(incidents->model()->rowCount(), 2);
    incidents->selectRow(1);
    const QString resets = incidents->model()->index(1, 2).data().toString();
    auto* words = overview->findChild<TextView*>();
    QVERIFY(words->toPlainText().startsWith(QStringLiteral("2. ")));
    QVERIFY(words->toPlainText().contains(
        QStringLiteral("Client: 10.0.0.1 · Service: 10.0.0.200:6379\n")));
    const auto press = [&](const QString& text) {
        for (auto* button : overview->findChildren<QPushButton*>()) {
            if (button->text().remove(QLatin1Char('&')) == text) button->click();
        }
    };
    press(QStringLiteral("Copy Text"));
    QCOMPARE(QGuiApplication::clipboard()->text(), words->toPlainText());
    press(QStringLiteral("Filter Packets"));
    QCOMPARE(std::exchange(source.log, {}), std::vector<std::string>{"apply finrst.incident == 2"});
    QTest::keyClick(incidents, Qt::Key_Return);
    QCOMPARE(shown.tabs().currentIndex(), kFlows);
    QCOMPARE(QString::number(shown.table().model()->rowCount()), resets);
}

void DialogTest::showsIncidentsWhole_data() {
    QTest::addColumn<int>("width");
    QTest::newRow("small") << 800;
    QTest::newRow("usual") << 1000;
    QTest::newRow("large") << 1920;
}

/// The table is as wide as its window, also when that changes, and cuts nothing: a long title takes
/// two lines.
void DialogTest::showsIncidentsWhole() {
    QFETCH(int, width);
    FakeSource source;
    source.open({60, 30, 12, 1});
    Shown shown(source, {1280, 600});
    TableView& table = shown.table();
    shown.dialog.resize(width, 600);
    QTest::qWait(20);
    QCOMPARE(table.header()->length(), table.viewport()->width());
    const auto& model = static_cast<const TableModel&>(*table.model());
    for (int column = 0; column < model.columnCount(); ++column) {
        if (column == model.mainColumn()) continue;
        const int wanted = static_cast<const QAbstractItemView&>(table).sizeHintForColumn(column);
        QVERIFY2(table.columnWidth(column) >= wanted, qPrintable(model.columnAt(column).title));
    }
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex cell = model.index(row, model.mainColumn());
        const QRect room = table.visualRect(cell).adjusted(3, 0, -3, 0);
        const QRect needed = table.fontMetrics().boundingRect(
            room, static_cast<int>(Qt::TextWordWrap), cell.data().toString());
        QVERIFY2(needed.height() <= room.height() && needed.width() <= room.width(),
                 qPrintable(cell.data().toString()));
    }
}

void DialogTest::listsItsKeys() {
    FakeSource source;
    source.open({3, 0, 0, 1});
    Shown shown(source);
    shown.dialog.activateWindow();
    QTRY_VERIFY(shown.dialog.isActiveWindow());
    QTest::keyClick(shown.dialog.focusWidget(), Qt::Key_F1);
    TextView* keys = nullptr;
    for (const QWidget* window : QApplication::topLevelWidgets()) {
        if (window->windowTitle() == QLatin1String("FIN-RST Keys")) {
            keys = window->findChild<TextView*>();
        }
    }
    QVERIFY(keys != nullptr);
    QVERIFY(keys->toPlainText().contains(QStringLiteral("logarithmic scale")));
    const auto isListed = [&](const QString& title) {
        const QKeySequence key = QKeySequence::mnemonic(title);
        const QRegularExpression alt(
            QStringLiteral("Alt\\+[^\\n]*\\b%1\\b").arg(key.toString().right(1)));
        return key.isEmpty() || keys->toPlainText().contains(alt);
    };
    for (const auto* button : shown.dialog.findChildren<QAbstractButton*>()) {
        QVERIFY2(isListed(button->text()), qPrintable(button->text()));
    }
    for (const auto* label : shown.dialog.findChildren<QLabel*>()) {
        QVERIFY2(label->buddy() == nullptr || isListed(label->text()), qPrintable(label->text()));
    }
    for (int tab = 0; tab < kTabs; ++tab) {
        QVERIFY2(isListed(shown.tabs().tabText(tab)), qPrintable(shown.tabs().tabText(tab)));
    }
}

/// At the chapter of the page that is shown; where it is not installed, the keys are there.
void DialogTest::opensTheManual() {
    const QDir manual(folder_->path());
    QVERIFY(manual.mkpath(QStringLiteral("docs")));
    for (const char* page : {"incidents", "using"}) {
        QFile file(manual.filePath(QStringLiteral("docs/%1.html").arg(QLatin1String(page))));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    setManualFolder(manual.path());
    QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "browse");
    FakeSource source;
    source.open({3, 0, 0, 1});
    Shown shown(source);
    const auto help = [&](int tab) {
        browsed_.clear();
        shown.tabs().setCurrentIndex(tab);
        for (auto* button : shown.dialog.findChildren<QPushButton*>()) {
            if (button->text() == QLatin1String("Help")) button->click();
        }
        return browsed_.toString().remove(QStringLiteral("file://%1/").arg(manual.path()));
    };
    QCOMPARE(help(0), QStringLiteral("docs/incidents.html"));
    QCOMPARE(help(kHosts), QStringLiteral("docs/using.html#in-the-window"));
    QVERIFY(shown.dialog.findChild<TextView*>(QStringLiteral("keys")) == nullptr);
    QCOMPARE(help(kFlows), QString());
    QVERIFY(shown.dialog.findChild<TextView*>(QStringLiteral("keys")) != nullptr);
    QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
}

void DialogTest::tellsWhyASelectionIsNoFilter() {
    FakeSource source;
    source.open({2001, 0, 0, 1});
    Shown shown(source);
    shown.tabs().setCurrentIndex(kFlows);
    const auto entry = [&] {
        QMenu menu;
        emit shown.table().menuWanted(menu);
        for (const QMenu* filters : menu.findChildren<QMenu*>()) {
            if (!filters->title().endsWith(QLatin1String("Filter"))) continue;
            const QAction* selected = filters->actions().at(1);
            return std::pair(selected->text().remove(QLatin1Char('&')), selected->isEnabled());
        }
        return std::pair(QString(), false);
    };
    shown.table().selectAll();
    QCOMPARE(entry(), std::pair(QStringLiteral("Selected Flows (%1 are too many for a filter)")
                                    .arg(QLocale().toString(2001)),
                                false));
    shown.table().selectRow(0);
    QCOMPARE(entry(), std::pair(QStringLiteral("Selected Flows"), true));
}

void DialogTest::menuOutlivesItsReport_data() {
    QTest::addColumn<int>("tab");
    QTest::newRow("flows") << 1;
    QTest::newRow("hosts") << 2;
    QTest::newRow("services") << 3;
}

/// While a menu is open, the dialog goes on following the capture: what an entry does is what it
/// said when the menu was opened.
void DialogTest::menuOutlivesItsReport() {
    QFETCH(int, tab);
    FakeSource source;
    source.open({3, 100, 0, 1});  // so many that the table was full: an onset to go to
    Shown shown(source);
    shown.tabs().setCurrentIndex(tab);
    shown.table().selectRow(0);
    const auto logOfEachEntry = [&source](const QMenu& menu) {
        for (QAction* entry : menu.findChildren<QAction*>()) {
            if (entry->menu() == nullptr) entry->trigger();
        }
        return std::exchange(source.log, {});
    };
    QMenu menu;
    emit shown.table().menuWanted(menu);
    const std::vector<std::string> before = logOfEachEntry(menu);
    QVERIFY(!before.empty());
    const std::weak_ptr<const Report> report = shown.dialog.feed().report();
    source.select({false, false, false, false, true});
    QTRY_VERIFY(shown.dialog.feed().report() != report.lock());
    QCOMPARE(logOfEachEntry(menu), before);
    source.close();
    shown.dialog.feed().poll();
    QCOMPARE(logOfEachEntry(menu), before);
}

void DialogTest::copiesAndSavesRows() {
    FakeSource source;
    source.open({3, 0, 0, 1});
    Shown shown(source);
    shown.tabs().setCurrentIndex(kFlows);
    shown.table().selectAll();
    shown.table().copy();
    const QStringList lines = QApplication::clipboard()->text().split(QLatin1Char('\n'));
    QVERIFY(lines[0].startsWith(QStringLiteral("Frame\tTime\tTime of day\tVerdict")));
    QCOMPARE(lines.size(), 5);
    const QStringList rows =
        wholeText(shown.table(), TableFormat::kCsv).split(QStringLiteral("\r\n"));
    QCOMPARE(rows[0], QStringLiteral("frame.number,frame.time_relative,frame.time,finrst.verdict,"
                                     "finrst.certainty,finrst.cause,client,server,"
                                     "finrst.fin_wait_2_time,finrst.response_time,"
                                     "finrst.connection_age"));
    QVERIFY(rows[1].contains(QStringLiteral(",fin_wait_2_missing,")));
}

void DialogTest::copiesAndSavesManyRowsInSteps() {
    FakeSource source;
    source.open({100000, 0, 0, 3});
    Shown shown(source);
    EventLoopWatch watch;
    beginToCopy(shown);
    const auto lines = [] { return QApplication::clipboard()->text().count(QLatin1Char('\n')); };
    QTRY_VERIFY_WITH_TIMEOUT(lines() > 0, 60000);
    watch.expectNoLongStop();
    QCOMPARE(lines(), 100001);
    QVERIFY(shownProgress(shown.dialog) == nullptr);
    for (const TableFormatName& name : tableFormats()) {
        QByteArray text;
        const std::unique_ptr<TextMaker> maker = shown.table().wholeAs(name.format);
        double before = -1;
        while (maker->step(text)) {
            QVERIFY(maker->done() > before && maker->done() < 1);
            before = maker->done();
            QTest::qWait(0);
        }
        watch.expectNoLongStop();
    }
}

void DialogTest::savesABigReportInSteps() {
    FakeSource source;
    source.open({20000, 0, 0, 3});
    Shown shown(source);
    auto* menu = shown.dialog.findChild<QMenu*>(QStringLiteral("save_menu"));
    emit menu->aboutToShow();
    const QString path = folder_->filePath(QStringLiteral("report.json"));
    QTimer::singleShot(0, &shown.dialog, [path] {
        auto* file = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        file->selectFile(path);
        file->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save)->click();
    });
    const QList<QAction*> entries = menu->actions();
    const auto json = std::find_if(entries.begin(), entries.end(), [](const QAction* entry) {
        return entry->text().startsWith(QLatin1String("Report as"));
    });
    EventLoopWatch watch;
    (*json)->trigger();
    watch.longestStop();  // with the file dialog's own
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), 120000);
    watch.expectNoLongStop();
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArray whole;
    writeJson(*source.analysis(), *shown.dialog.feed().report(), [&](std::string_view piece) {
        whole.append(piece.data(), static_cast<int>(piece.size()));
    });
    QVERIFY(file.readAll() == whole);
}

void DialogTest::cancelsACopy() {
    FakeSource source;
    source.open({100000, 0, 0, 3});
    Shown shown(source);
    beginToCopy(shown);
    QTRY_VERIFY(shownProgress(shown.dialog) != nullptr);
    QTest::keyClick(shownProgress(shown.dialog), Qt::Key_Escape);
    QTRY_VERIFY(shown.table().findChild<QProgressDialog*>() == nullptr);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("as it was"));
}

void DialogTest::copiesNothingOfACaptureThatIsClosed() {
    FakeSource source;
    source.open({100000, 0, 0, 3});
    Shown shown(source);
    beginToCopy(shown);
    source.close();
    QString said;
    QTimer reader;
    connect(&reader, &QTimer::timeout, &reader, [&said] {
        auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
        if (box == nullptr) return;
        said = box->text();
        box->accept();
    });
    reader.start(10);
    QTRY_VERIFY(said.contains(QStringLiteral("changed meanwhile")));
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("as it was"));
}

void DialogTest::copiesInEachFormat() {
    FakeSource source;
    source.open({1, 0, 0, 1});
    Shown shown(source);
    shown.tabs().setCurrentIndex(kServices);
    const TableView& table = shown.table();
    const auto begin = [&](TableFormat format, int lines) {
        return wholeText(table, format)
            .split(QLatin1Char('\n'))
            .mid(0, lines)
            .join(QLatin1Char('|'));
    };
    const auto setExact = [](bool exact) {
        QMenu menu;
        TableView::addExactFigures(menu);
        menu.actions().first()->setChecked(exact);
    };
    const auto json = QJsonDocument::fromJson(wholeText(table, TableFormat::kJson).toUtf8());
    const QJsonObject service = json.array().first().toObject();
    QCOMPARE(service[QStringLiteral("server")].toString(), QStringLiteral("10.0.0.200:6379"));
    QCOMPARE(service[QStringLiteral("lifetime.median")].toDouble(), 0.00025);
    QCOMPARE(begin(TableFormat::kYaml, 3),
             QStringLiteral("---|- \"client\": \"10.0.0.1\"|  \"server\": \"10.0.0.200:6379\""));
    setExact(false);
    QVERIFY(wholeText(table, TableFormat::kJson).contains(QStringLiteral("\"250 µs\"")));
    QVERIFY(begin(TableFormat::kText, 1).startsWith(QStringLiteral("Client\tServer\t")));
    setExact(true);
    QVERIFY(begin(TableFormat::kText, 1).startsWith(QStringLiteral("client\tserver\t")));
}

/// In a window of the default size, with a font of the usual size, no cell is elided.
void DialogTest::showsVerdictsWhole() {
    QFont font = QApplication::font();
    font.setPixelSize(13);
    QApplication::setFont(font);
    FakeSource source;
    source.open({60, 0, 0, 1});
    Shown shown(source);
    shown.tabs().setCurrentIndex(kFlows);
    QTest::qWait(20);
    const QAbstractItemView& table = shown.table();
    int sum = 0;
    for (int column = 0; column < table.model()->columnCount(); ++column) {
        if (shown.table().isColumnHidden(column)) continue;
        const int width = shown.table().columnWidth(column);
        sum += width;
        const QString title = table.model()->headerData(column, Qt::Horizontal).toString();
        QVERIFY2(width >= table.sizeHintForColumn(column), qPrintable(title));
    }
    QVERIFY(sum <= shown.table().viewport()->width());
}

/// In a small window, beside addresses as wide as they get: others give in.
void DialogTest::cutsNoVerdictBesideWideAddresses() {
    FakeSource source;
    source.open({60, 0, 0, 1});
    for (const Host& host : source.analysis()->hosts()) {
        source.setName(host.address, "a-rather-long-name-of-a-host.example.com");
    }
    Shown shown(source, {800, 600});
    shown.tabs().setCurrentIndex(kFlows);
    QTest::qWait(20);
    const TableView& table = shown.table();
    const auto& model = static_cast<const TableModel&>(*table.model());
    const int verdict = model.mainColumn();
    QVERIFY(table.columnWidth(verdict) >=
            static_cast<const QAbstractItemView&>(table).sizeHintForColumn(verdict));
    const int right = table.columnViewportPosition(verdict) + table.columnWidth(verdict);
    QVERIFY2(right <= table.viewport()->width(), "in view");
}

/// By keyboard, from the table's menu; it is there again when the dialog is.
void DialogTest::showsOtherColumnsWhenAsked() {
    FakeSource source;
    source.open({3, 0, 0, 1});
    {
        Shown shown(source);
        shown.tabs().setCurrentIndex(kFlows);
        QTest::qWait(20);
        TableView& table = shown.table();
        const auto& model = static_cast<const TableModel&>(*table.model());
        const int stack = model.columnOf(QStringLiteral("finrst.stack"));
        QVERIFY(table.isColumnHidden(stack));
        QTimer::singleShot(0, &table, [] {
            auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            QTest::keyClick(menu, Qt::Key_U);
            auto* columns = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            for (QAction* action : columns->actions()) {
                if (action->text() == QLatin1String("Stack")) columns->setActiveAction(action);
            }
            QTest::keyClick(columns, Qt::Key_Return);
        });
        QContextMenuEvent wanted(QContextMenuEvent::Keyboard, {}, {});
        QApplication::sendEvent(&table, &wanted);
        QVERIFY(!table.isColumnHidden(stack));
        QVERIFY(wholeText(table, TableFormat::kCsv).startsWith(QStringLiteral("frame.number,")));
        QVERIFY(wholeText(table, TableFormat::kCsv)
                    .section(QStringLiteral("\r\n"), 0, 0)
                    .endsWith(QStringLiteral(",finrst.stack")));
    }
    Shown shown(source);
    shown.tabs().setCurrentIndex(kFlows);
    const auto& model = static_cast<const TableModel&>(*shown.table().model());
    QVERIFY(!shown.table().isColumnHidden(model.columnOf(QStringLiteral("finrst.stack"))));
    QVERIFY(shown.table().isColumnHidden(model.columnOf(QStringLiteral("finrst.stage"))));
}

/// Of another time display, of names, of rows where there were none: nothing is cut.
void DialogTest::columnsFollowWhatStandsInThem() {
    FakeSource source;
    source.open({60, 0, 0, 1});
    source.select({false});
    Shown shown(source, {1800, 720});
    shown.tabs().setCurrentIndex(kFlows);
    QTest::qWait(20);
    TableView& table = shown.table();
    const auto& model = static_cast<const TableModel&>(*table.model());
    const auto isWhole = [&](const char* column) {
        const int number = model.columnOf(QLatin1String(column));
        return model.rows() > 0 &&
               table.columnWidth(number) >=
                   static_cast<const QAbstractItemView&>(table).sizeHintForColumn(number);
    };
    QCOMPARE(model.rows(), 0);
    source.select({});
    QTRY_VERIFY(isWhole("finrst.verdict"));
    source.setTimeDisplay(TimeDisplay::kDateAndTime);
    QTRY_VERIFY(isWhole("frame.time"));
    for (const Host& host : source.analysis()->hosts()) {
        source.setName(host.address, "web-1.example.com");
    }
    QTRY_VERIFY(isWhole("client") && isWhole("server"));
}

/// Neither the window's size nor the order of rows says how wide columns are to be.
void DialogTest::keepsNoWidthThatNobodyChose() {
    FakeSource source;
    source.open({3, 0, 0, 1});
    Shown shown(source);
    shown.table().sortByColumn(2, Qt::DescendingOrder);
    shown.dialog.resize(800, 600);
    QTest::qWait(20);
    const QSettings settings(settingsFile(), QSettings::IniFormat);
    QVERIFY(settings.contains(QStringLiteral("incidents/sorted_by")));
    QVERIFY(!settings.contains(QStringLiteral("incidents/columns")));
}

void DialogTest::keepsColumns() {
    FakeSource source;
    source.open({3, 0, 0, 1});
    {
        Shown shown(source);
        shown.tabs().setCurrentIndex(kFlows);
        QTest::qWait(20);
        shown.table().header()->resizeSection(2, 321);
        shown.table().header()->moveSection(3, 0);
    }
    Shown shown(source);
    shown.tabs().setCurrentIndex(kFlows);
    QTest::qWait(20);
    QCOMPARE(shown.table().header()->sectionSize(2), 321);
    QCOMPARE(shown.table().header()->logicalIndex(0), 3);
}

void DialogTest::keepsTabAndParts() {
    FakeSource source;
    source.open({3, 0, 0, 1});
    const auto tableHeight = [](Shown& shown) { return shown.table().height(); };
    int height = 0;
    {
        Shown shown(source);
        shown.tabs().setCurrentIndex(kFlows);
        height = tableHeight(shown);
        auto* parts = qobject_cast<QSplitter*>(shown.table().parentWidget());
        QSplitterHandle* handle = parts->handle(1);
        QTest::mousePress(handle, Qt::LeftButton);
        const QPoint lower = handle->rect().center() + QPoint(0, 80);
        QMouseEvent drag(QEvent::MouseMove, lower, handle->mapToGlobal(lower), Qt::NoButton,
                         Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(handle, &drag);
        QTest::mouseRelease(handle, Qt::LeftButton, {}, lower);
        QVERIFY(tableHeight(shown) > height + 40);
        height = tableHeight(shown);
    }
    Shown shown(source);
    QCOMPARE(shown.tabs().currentIndex(), kFlows);
    QVERIFY(std::abs(tableHeight(shown) - height) <= 2);
}

/// Another profile while the window is open, and the first one again: each has its own page,
/// columns, order and parts.
void DialogTest::keepsStateByProfile() {
    FakeSource source;
    source.open({3, 0, 0, 1});
    Shown shown(source);
    shown.tabs().setCurrentIndex(kFlows);
    QTest::qWait(20);
    TableView& table = shown.table();
    auto* parts = qobject_cast<QSplitter*>(table.parentWidget());
    const QList<int> usual_parts = parts->sizes();
    const int usual_width = table.columnWidth(2);
    const auto use = [&](const QString& file) {
        source.setSettingsFile(folder_->filePath(file).toStdString());
        shown.dialog.feed().poll();
        QTest::qWait(20);
    };
    table.header()->resizeSection(2, 321);
    table.header()->moveSection(3, 0);
    table.sortByColumn(0, Qt::DescendingOrder);
    parts->setSizes({100, 400});
    emit parts->splitterMoved(100, 1);
    const QList<int> moved_parts = parts->sizes();
    use(QStringLiteral("other.ini"));
    QCOMPARE(shown.tabs().currentIndex(), 0);
    shown.tabs().setCurrentIndex(kFlows);
    QCOMPARE(table.header()->logicalIndex(0), 0);
    QCOMPARE(table.columnWidth(2), usual_width);
    QCOMPARE(table.header()->sortIndicatorOrder(), Qt::AscendingOrder);
    QCOMPARE(parts->sizes(), usual_parts);
    shown.tabs().setCurrentIndex(kHosts);
    use(QStringLiteral("settings.ini"));
    QCOMPARE(shown.tabs().currentIndex(), kFlows);
    QCOMPARE(table.header()->logicalIndex(0), 3);
    QCOMPARE(table.columnWidth(2), 321);
    QCOMPARE(table.header()->sortIndicatorOrder(), Qt::DescendingOrder);
    QCOMPARE(parts->sizes(), moved_parts);
    use(QStringLiteral("other.ini"));
    QCOMPARE(shown.tabs().currentIndex(), kHosts);
}

void DialogTest::showsEveryResetWhereNoneIsAffected() {
    FakeSource source;
    source.open({0, 0, 3, 1});
    Shown shown(source);
    shown.tabs().setCurrentIndex(kFlows);
    QCOMPARE(shown.table().model()->rowCount(), 3);
    QVERIFY2(!shown.tabs().isTabVisible(kTabs - 1), "no times in FIN-WAIT-2 to compare");
    auto* scope = shown.tabs().currentWidget()->findChild<QComboBox*>();
    scope->setFocus();
    QTest::keyClick(scope, Qt::Key_Home);
    QCOMPARE(shown.table().model()->rowCount(), 0);
    source.setDisplayFilter("tcp");
    source.select({true, true, true});
    QTest::qWait(600);
    QCOMPARE(shown.table().model()->rowCount(), 0);  // as the user chose
}

/// By keyboard and by mouse; a group stands for its rows, and stays as it was unfolded.
void DialogTest::groupsFlows() {
    FakeSource source;
    source.open({3, 0, 5, 1});
    Shown shown(source);
    shown.tabs().setCurrentIndex(kFlows);
    QTest::qWait(20);
    TableView& table = shown.table();
    const auto combos = shown.tabs().currentWidget()->findChildren<QComboBox*>();
    combos[0]->setCurrentIndex(2);  // every reset
    QTest::keyClicks(combos[1], QStringLiteral("Verdict"));
    QCOMPARE(table.model()->rowCount(), 2);
    table.setFocus();
    QTest::keyClick(&table, Qt::Key_Home);
    table.copy();
    QCOMPARE(QApplication::clipboard()->text().count(QStringLiteral("connection refused")), 5);
    const QModelIndex refused = table.model()->index(0, 0);
    QTest::keyClick(&table, Qt::Key_Right);
    QVERIFY(table.isExpanded(refused));
    QTest::keyClick(&table, Qt::Key_Down);
    QTest::keyClick(&table, Qt::Key_Return);
    QCOMPARE(std::exchange(source.log, {}), (std::vector<std::string>{"go 29", "go 29"}));
    const QString folder = qEnvironmentVariable("FINRST_SCREENSHOTS");
    if (!folder.isEmpty()) shown.dialog.grab().save(folder + QStringLiteral("/dialog-groups.png"));
    table.sortByColumn(0, Qt::DescendingOrder);
    QVERIFY(table.isExpanded(table.model()->index(0, 0)));
    auto* filter = shown.tabs().currentWidget()->findChild<QLineEdit*>();
    filter->setText(QStringLiteral("refused"));
    QCOMPARE(table.model()->rowCount(), 1);
    QVERIFY(table.isExpanded(table.model()->index(0, 0)));
    filter->clear();
    QTest::keyClick(&table, Qt::Key_Home);
    QTest::keyClick(&table, Qt::Key_Return);
    QVERIFY(!table.isExpanded(table.model()->index(0, 0)));
    const QRect second = table.visualRect(table.model()->index(1, 0));
    const QPoint arrow(second.height() / 2, second.center().y());
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, arrow);
    QVERIFY(table.isExpanded(table.model()->index(1, 0)));
    QVERIFY(source.log.empty());
}

void DialogTest::limitsToTheDisplayFilter() {
    FakeSource source;
    source.open({3, 0, 0, 1});
    source.setDisplayFilter("tcp.stream == 1");
    Shown shown(source);
    shown.tabs().setCurrentIndex(kFlows);
    auto* limit = shown.dialog.findChild<QCheckBox*>();
    QVERIFY2(limit->isEnabled() && limit->isChecked(), "by itself: a filter is on");
    QCOMPARE(source.log.back(), std::string("limit tcp.stream == 1"));
    source.select({false, true, false});
    QTRY_COMPARE(shown.table().model()->rowCount(), 1);
    QCOMPARE(shown.tabs().tabText(kFlows), QStringLiteral("&Flows · 1"));
    QVERIFY(shown.status().contains(QStringLiteral("connections: 1 of 3 · resets: 1 of 3")));
    source.select({false, false, false});
    QTRY_COMPARE(shown.table().placeholder(),
                 QStringLiteral("No resets in the connections that the filter lets through"));
    source.setDisplayFilter("");
    QTRY_COMPARE(source.log.back(), std::string("limit "));
    QTRY_VERIFY(!shown.status().contains(QStringLiteral("limited")));
    limit->click();
    QCOMPARE(source.log.back(), std::string("limit "));
}

/// Else nothing would be chosen by the filter, and the dialog would be empty.
void DialogTest::asksForThePacketsOfTheFilterThatIsOn() {
    FakeSource source;
    source.open({3, 0, 0, 1});
    source.setDisplayFilter("tcp.stream == 1");
    Dialog dialog(source);
    const QSignalSpy asked(&dialog, &Dialog::retapWanted);  // as whoever opens it listens
    QTRY_COMPARE(asked.count(), 1);
}

/// A hundred thousand flows: opened within a second, each tab
/// shown, each column of the flows sorted by.
void DialogTest::neverBlocksLong() {
    FakeSource source;
    source.open({100000, 0, 0, 3});
    EventLoopWatch watch;
    Dialog dialog(source);
    dialog.show();
    QTRY_VERIFY(dialog.feed().report() != nullptr);
    QVERIFY2(watch.total() < 1000, qPrintable(QStringLiteral("%1 ms").arg(watch.total())));
    watch.expectNoLongStop();
    auto* tabs = dialog.findChild<QTabWidget*>();
    for (int tab = 0; tab < kTabs; ++tab) {
        tabs->setCurrentIndex(tab);
        QTest::qWait(100);
        watch.expectNoLongStop();
    }
    tabs->setCurrentIndex(kFlows);
    auto* table = tabs->currentWidget()->findChild<TableView*>();
    for (int column = 0; column < table->model()->columnCount(); ++column) {
        table->sortByColumn(column, Qt::DescendingOrder);
        QTest::qWait(20);
        table->scrollToBottom();
        QTest::qWait(20);
        watch.expectNoLongStop();
    }
    auto* groups = tabs->currentWidget()->findChildren<QComboBox*>()[1];
    for (int by = groups->count() - 1; by >= 0; --by) {
        groups->setCurrentIndex(by);
        QTest::qWait(20);
        watch.expectNoLongStop();
        table->unfoldAll();
        QTest::qWait(20);
        table->scrollToBottom();
        QTest::qWait(20);
        watch.expectNoLongStop();
    }
}

}  // namespace finrst
