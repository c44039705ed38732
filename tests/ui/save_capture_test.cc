// SPDX-License-Identifier: GPL-2.0-or-later
#include "save_capture_test.h"

#include "event_loop_watch.h"
#include "report_feed.h"
#include "save_capture_dialog.h"
#include "save_file.h"
#include "settings.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QMessageBox>
#include <QPointer>
#include <QProgressBar>
#include <QTest>
#include <QTextDocument>
#include <QTextDocumentFragment>
#include <QTimer>

namespace finrst {

namespace {

/// A packet of 10.0.0.1 port 4660 to 10.0.0.2 port 6379 with three octets of payload.
const QByteArray kPacket = QByteArray::fromHex(
    "4500002b00004000400626ca0a0000010a000002"
    "123418eb00000001000000015018ffff00000000"
    "d0d1d2");

QByteArray little(std::uint32_t number) {
    QByteArray bytes(4, '\0');
    for (char& byte : bytes) {
        byte = static_cast<char>(number & 0xff);
        number >>= 8;
    }
    return bytes;
}

/// The same packet in two fragments.
const QByteArray kFirst = QByteArray::fromHex(
    "4500002400012000400600000a0000010a000002"
    "123418eb00000001000000015018ffff");
const QByteArray kLast = QByteArray::fromHex(
    "4500001b00010002400600000a0000010a000002"
    "00000000d0d1d2");

QByteArray record(const QByteArray& packet) {
    const QByteArray size = little(static_cast<std::uint32_t>(packet.size()));
    return little(0) + little(0) + size + size + packet;
}

/// A pcap file that begins with `first`, of `packets` packets.
QByteArray pcapOf(std::uint64_t packets, const QList<QByteArray>& first = {}) {
    constexpr std::uint32_t kRawIp = 101;
    QByteArray bytes =
        QByteArray::fromHex("d4c3b2a1020004000000000000000000") + little(65535) + little(kRawIp);
    for (const QByteArray& packet : first) bytes += record(packet);
    return bytes + record(kPacket).repeated(static_cast<int>(packets) - first.size());
}

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The dialog for one save.
struct Saving {
    explicit Saving(AnalysisSource& source) : feed(source), dialog(new SaveCaptureDialog(feed)) {
        dialog->show();
    }
    ~Saving() { delete dialog; }

    void choose(const QString& text) {
        for (auto* button : dialog->findChildren<QAbstractButton*>()) {
            if (button->text().remove(QLatin1Char('&')) == text) return button->click();
        }
        QFAIL("no such choice");
    }
    bool isRunning() const { return dialog->findChild<QProgressBar*>()->isVisible(); }
    /// Waits for the end, and returns what the dialog says of it.
    QString outcome() const {
        if (!QTest::qWaitFor([this] { return !isRunning(); }, 120'000)) return {};
        return shown(*dialog->findChildren<QLabel*>(QStringLiteral("outcome")).first());
    }
    /// What a person sees of the label's text.
    static QString shown(const QLabel& label) {
        const bool is_html =
            label.textFormat() == Qt::RichText ||
            (label.textFormat() == Qt::AutoText && Qt::mightBeRichText(label.text()));
        return is_html ? QTextDocumentFragment::fromHtml(label.text()).toPlainText() : label.text();
    }
    QString save(const QString& path) {
        dialog->saveTo(path);
        return outcome();
    }

    ReportFeed feed;
    QPointer<SaveCaptureDialog> dialog;
};

}  // namespace

void SaveCaptureTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    setSettingsFile(file(QStringLiteral("settings.ini")));
    source_ = std::make_unique<FakeSource>();
}

void SaveCaptureTest::open(const FakeCapture& capture, const QList<QByteArray>& first) {
    source_->open(capture);
    const std::uint64_t frames = source_->analysis()->segments();
    const QString path = file(QStringLiteral("in.pcap"));
    QFile in(path);
    QVERIFY(in.open(QIODevice::WriteOnly) && in.write(pcapOf(frames, first)) > 0);
    source_->setFile({path.toStdString(), static_cast<std::uint32_t>(frames), {}});
}

void SaveCaptureTest::savesComments() {
    open({3, 2, 0, 1});
    Saving saving(*source_);
    const QString path = file(QStringLiteral("out.pcapng"));
    const QString outcome = saving.save(path);
    QVERIFY2(outcome.contains(QStringLiteral("45 packets")), qPrintable(outcome));
    const QByteArray copy = contentOf(path);
    QVERIFY(copy.contains("Annotated by finrst "));
    QVERIFY(copy.contains("3 RSTs of 1 incident."));
    QVERIFY(copy.contains("This copy holds all packets. Payload was kept; addresses are those"));
    QVERIFY(copy.contains("finrst: this FIN was answered by a RST; see the RST in frame 27"));
    QCOMPARE(copy.count("fin_wait_2_missing, "), 3);
    QCOMPARE(copy.count(kPacket), 45);
}

void SaveCaptureTest::savesAffectedConversationsInTheirNewNumbers() {
    open({3, 2, 0, 1});
    source_->setSelectedFrames(SelectedFrames::State::kComplete,
                               {19, 20, 21, 22, 23, 24, 25, 26, 27});
    Saving saving(*source_);
    saving.choose(QStringLiteral("Affected conversations only"));
    const QString path = file(QStringLiteral("out.pcapng"));
    const QString outcome = saving.save(path);
    QVERIFY2(outcome.contains(QStringLiteral("9 packets")), qPrintable(outcome));
    const QByteArray copy = contentOf(path);
    QVERIFY(copy.contains(
        "This copy holds the affected conversations, and what their verdicts rest on."));
    QVERIFY(copy.contains("finrst: this FIN was answered by a RST; see the RST in frame 9"));
    QCOMPARE(copy.count("fin_wait_2_missing, "), 1);
    QVERIFY(!copy.contains("frame 27"));
}

void SaveCaptureTest::savesAllFragments() {
    open({1, 0, 0, 1}, {kFirst, kLast});
    source_->setSelectedFrames(SelectedFrames::State::kComplete,
                               {2});  // in which the packet is whole
    Saving saving(*source_);
    saving.choose(QStringLiteral("Affected conversations only"));
    const QString path = file(QStringLiteral("out.pcapng"));
    const QString outcome = saving.save(path);
    QVERIFY2(outcome.contains(QStringLiteral("2 packets")), qPrintable(outcome));
    QVERIFY(contentOf(path).contains(kFirst));
}

void SaveCaptureTest::cutsAndReplaces() {
    open({1, 0, 0, 1});
    Saving saving(*source_);
    saving.choose(QStringLiteral("Cut behind the TCP header"));
    saving.choose(QStringLiteral("Replace, networks stay together"));
    const QString first = file(QStringLiteral("first.pcapng"));
    const QString second = file(QStringLiteral("second.pcapng"));
    QVERIFY(saving.save(first).contains(QStringLiteral("Saved")));
    QVERIFY(saving.save(second).contains(QStringLiteral("Saved")));
    const QByteArray copy = contentOf(first);
    QVERIFY(copy.contains("Packets end behind the TCP header"));
    QVERIFY(copy.contains("addresses were replaced"));
    QVERIFY(!copy.contains(kPacket.right(3)));
    QVERIFY(!copy.contains(kPacket.mid(12, 8)));
    QVERIFY2(copy != contentOf(second), "each save has a key of its own");
    saving.choose(QStringLiteral("Replace each by itself"));
    QVERIFY(saving.save(first).contains(QStringLiteral("Saved")));
    QVERIFY(contentOf(first).contains("addresses were replaced, each by itself"));
    QVERIFY(!contentOf(first).contains(kPacket.mid(12, 8)));
}

void SaveCaptureTest::refusesWhatWouldNotBeRight() {
    open({1, 0, 0, 1});
    const CaptureFile file_seen = source_->file();
    const QString path = file(QStringLiteral("out.pcapng"));
    Saving saving(*source_);
    CaptureFile wrong = file_seen;
    wrong.obstacle = "Wireshark is still capturing.";
    source_->setFile(wrong);
    QCOMPARE(saving.save(path), QStringLiteral("Wireshark is still capturing."));
    wrong = file_seen;
    ++wrong.frames;
    source_->setFile(wrong);
    QVERIFY(saving.save(path).contains(QStringLiteral("has changed since")));
    source_->setFile(file_seen);
    QVERIFY(saving.save(file(QStringLiteral("in.pcap"))).contains(QStringLiteral("itself")));
    QVERIFY(!QFile::exists(path));
}

void SaveCaptureTest::showsNamesAsTheyAre() {
    open({1, 0, 0, 1});
    const QString name = QStringLiteral("<b>a&b</b>.pcapng");
    source_->setName(name.toStdString());
    Saving saving(*source_);
    const QLabel& about = *saving.dialog->findChildren<QLabel*>(QStringLiteral("about")).first();
    QVERIFY(Saving::shown(about).contains(name));
    QVERIFY(QDir(folder_->path()).mkdir(QStringLiteral("<b>")));
    const QString outcome = saving.save(file(QStringLiteral("<b>/a&b.pcapng")));
    QVERIFY2(outcome.contains(QStringLiteral("<b>/a&b.pcapng”: ")), qPrintable(outcome));
}

void SaveCaptureTest::warnsToTheLetter() {
    bool warned = false;
    QTimer::singleShot(0, this, [&] {
        const auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
        QVERIFY(box != nullptr);
        warned = true;
        QCOMPARE(box->textFormat(), Qt::PlainText);
        box->button(QMessageBox::Ok)->click();
    });
    tellUnsaved(nullptr, QStringLiteral("/<b>bold</b>/file"));
    QVERIFY(warned);
}

void SaveCaptureTest::tellsWhyItFailed() {
    open({1, 0, 0, 1});
    Saving saving(*source_);
    const QString outcome = saving.save(file(QStringLiteral("no/such/folder/out.pcapng")));
    QVERIFY2(outcome.contains(QStringLiteral("Choose a folder that exists")), qPrintable(outcome));
    QVERIFY2(outcome.contains(QStringLiteral("out.pcapng\"")), qPrintable(outcome));
    saving.choose(QStringLiteral("Affected conversations only"));
    source_->setSelectedFrames(SelectedFrames::State::kBrokenOff, {});
    QVERIFY(saving.save(file(QStringLiteral("out.pcapng"))).contains(QStringLiteral("stopped")));
    // Another try is possible.
    saving.choose(QStringLiteral("All"));
    QVERIFY(saving.save(file(QStringLiteral("out.pcapng"))).contains(QStringLiteral("Saved")));
}

void SaveCaptureTest::leavesNothingWhenCancelled() {
    open({20000, 0, 0, 1});
    Saving saving(*source_);
    const QString path = file(QStringLiteral("out.pcapng"));
    const auto* progress = saving.dialog->findChild<QProgressBar*>();
    saving.dialog->saveTo(path);
    QTRY_VERIFY(progress->maximum() > 0 && progress->value() > 0);  // it is being written
    QTest::keyClick(saving.dialog, Qt::Key_Escape);
    QVERIFY(saving.outcome().contains(QStringLiteral("cancelled")));
    QVERIFY(saving.dialog->isVisible());
    saving.choose(QStringLiteral("Affected conversations only"));
    saving.dialog->saveTo(path);  // waits for the frames
    saving.choose(QStringLiteral("Cancel"));
    QVERIFY(saving.outcome().contains(QStringLiteral("cancelled")));
    saving.choose(QStringLiteral("All"));
    saving.dialog->saveTo(path);
    QTRY_VERIFY(progress->maximum() > 0 && progress->value() > 0);
    delete saving.dialog;  // as when Wireshark quits
    QCOMPARE(QDir(folder_->path()).entryList(QDir::Files | QDir::Hidden),
             QStringList(QStringLiteral("in.pcap")));
}

void SaveCaptureTest::endsWithTheCapture() {
    open({5, 0, 0, 1});
    Saving saving(*source_);
    saving.choose(QStringLiteral("Affected conversations only"));
    saving.dialog->saveTo(file(QStringLiteral("out.pcapng")));
    source_->close();
    QVERIFY(saving.outcome().contains(QStringLiteral("closed or read again")));
}

void SaveCaptureTest::neverBlocksLong() {
    open({100000, 0, 0, 3});
    Saving saving(*source_);
    EventLoopWatch watch;
    QVERIFY(saving.save(file(QStringLiteral("out.pcapng"))).contains(QStringLiteral("Saved")));
    watch.expectNoLongStop();
}

}  // namespace finrst
