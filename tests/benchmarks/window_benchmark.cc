// SPDX-License-Identifier: GPL-2.0-or-later
// The dialog on large captures, as the table of docs/performance.md has it: what a person waits
// for, and the longest that the window stands still meanwhile, in processor time of its thread.
#include "dialog.h"
#include "event_loop_watch.h"
#include "fake_source.h"
#include "settings.h"
#include "table_view.h"

#include <QApplication>
#include <QComboBox>
#include <QEventLoop>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <functional>

namespace {

using namespace finrst;

/// The event loop runs until nothing is left to do.
void settle() {
    QTest::qWait(100);
}

class Measured {
  public:
    Measured(const char* name, const FakeCapture& capture) : name_(name) {
        source_.open(capture);
        EventLoopWatch watch;
        dialog_ = std::make_unique<Dialog>(source_);
        dialog_->show();
        // Not qWaitFor, which sleeps after each step of the report.
        QEventLoop until_report;
        QObject::connect(&dialog_->feed(), &ReportFeed::reportChanged, &until_report,
                         &QEventLoop::quit);
        until_report.exec();
        settle();
        print("opened", watch);
        tabs_ = dialog_->findChild<QTabWidget*>();
    }

    void show(int page, const char* what) {
        each(what, {[this, page] { tabs_->setCurrentIndex(page); }});
    }
    void sort() {
        const QAbstractItemModel* model = table().model();
        std::vector<std::function<void()>> steps;
        for (int column = 0; column < model->columnCount(); ++column) {
            steps.push_back([this, model, column] {
                const QSignalSpy moved(model, &QAbstractItemModel::layoutChanged);
                const QSignalSpy stayed(model, &QAbstractItemModel::dataChanged);
                table().sortByColumn(column, Qt::DescendingOrder);
                while (moved.isEmpty() && stayed.isEmpty()) QCoreApplication::processEvents();
            });
        }
        each("sorted by each column", steps);
    }
    void group() {
        auto* groups = page().findChildren<QComboBox*>()[1];
        std::vector<std::function<void()>> steps;
        for (int by = groups->count() - 1; by >= 0; --by) {
            steps.push_back([groups, by] { groups->setCurrentIndex(by); });
            steps.push_back([this] { table().unfoldAll(); });
        }
        each("grouped by each, unfolded", steps);
    }
    void type(const char* text) {
        auto* filter = page().findChild<QLineEdit*>();
        std::vector<std::function<void()>> keys;
        for (const char* letter = text; *letter != 0; ++letter) {
            keys.push_back([filter, letter = *letter] { QTest::keyClick(filter, letter); });
        }
        each(text, keys);
        filter->clear();
        settle();
    }

  private:
    QWidget& page() { return *tabs_->currentWidget(); }
    TableView& table() { return *page().findChild<TableView*>(); }

    void each(const char* what, const std::vector<std::function<void()>>& steps) {
        EventLoopWatch watch;
        for (const auto& step : steps) {
            step();
            settle();
        }
        print(what, watch);
    }
    void print(const char* what, EventLoopWatch& watch) {
        const double longest = watch.longestStop();
        std::printf("| %s | %s | %.0f ms | %.0f ms |\n", name_, what, watch.total(), longest);
        std::fflush(stdout);
    }

    const char* name_;
    FakeSource source_;
    std::unique_ptr<Dialog> dialog_;
    QTabWidget* tabs_ = nullptr;
};

void measure(const char* name, const FakeCapture& capture) {
    Measured measured(name, capture);
    measured.show(1, "page of flows");
    measured.sort();
    measured.group();
    for (const char* text : {"10.0.0.2:63", "cause:overflow", "/^10\\.0\\.0\\.[12]$/"}) {
        measured.type(text);
    }
    measured.show(2, "page of hosts");
    measured.show(3, "page of services");
    measured.sort();
    measured.show(4, "page of times in FIN-WAIT-2");
}

}  // namespace

int main(int count, char** arguments) {
    QApplication application(count, arguments);
    const QTemporaryDir folder;
    setSettingsFile(folder.filePath(QStringLiteral("settings.ini")));
    std::puts("| capture | what | in all | longest stop |\n|---|---|--:|--:|");
    measure("120,000 resets", {120'000, 0, 0, 3});
    measure("a million connections, 100,000 resets", {100'000, 900'000, 0, 1000});
    measure("a million connections of as many hosts, 100,000 resets",
            {100'000, 900'000, 0, 1'000'000});
}
