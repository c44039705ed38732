// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QTest>
#include <QTimer>

#include <algorithm>
#include <ctime>
#include <utility>

namespace finrst {

/// The GUI thread is never to be blocked longer, in milliseconds. A build without optimisation,
/// which also checks the standard library's contracts, takes up to four times as long as people's.
#ifdef __OPTIMIZE__
constexpr double kLongestStop = 100;
#else
constexpr double kLongestStop = 400;
#endif

/// How long the event loop of this thread stands still, in the thread's own processor time: what
/// other programs take of a busy machine does not count, and what the thread waits for on purpose
/// (the disk, a lock) shows elsewhere.
class EventLoopWatch {
  public:
    EventLoopWatch() : begin_(now()), last_(begin_) {
        QObject::connect(&ticks_, &QTimer::timeout, &ticks_, [this] { tick(); });
        ticks_.start(0);
    }
    /// In milliseconds, since the watch began or was asked last.
    double longestStop() {
        tick();
        return std::exchange(longest_, 0);
    }
    void expectNoLongStop() {
        const double longest = longestStop();
        QVERIFY2(longest < kLongestStop,
                 qPrintable(QStringLiteral("blocked for %1 ms").arg(longest)));
    }

    /// Milliseconds since the watch began.
    double total() const { return now() - begin_; }

  private:
    static double now() {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
    }
    void tick() {
        const double time = now();
        longest_ = std::max(longest_, time - last_);
        last_ = time;
    }

    QTimer ticks_;
    double begin_;
    double last_;
    double longest_ = 0;
};

}  // namespace finrst
