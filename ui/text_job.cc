// SPDX-License-Identifier: GPL-2.0-or-later
#include "text_job.h"

#include "warning.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QProgressDialog>
#include <QTimer>
#include <QWidget>

#include <utility>

namespace finrst {

namespace {

constexpr int kStint = 30;    // milliseconds between two looks at the event loop
constexpr int kUnseen = 300;  // milliseconds that nobody waits for
constexpr int kFull = 1000;   // of the progress bar

class TextJob : public QObject {
  public:
    TextJob(QWidget* parent, QString title, std::unique_ptr<TextMaker> maker, TextTaker taker)
        : QObject(parent),
          parent_(parent),
          title_(std::move(title)),
          maker_(std::move(maker)),
          taker_(std::move(taker)) {
        timer_.setSingleShot(true);
        timer_.setInterval(0);
        connect(&timer_, &QTimer::timeout, this, &TextJob::run);
    }
    ~TextJob() override { delete progress_; }

    void run() {
        QElapsedTimer time;
        time.start();
        do {
            if (maker_->isGone()) return fail();
            QByteArray piece;
            const bool is_last = !maker_->step(piece);
            const QPointer<TextJob> self(this);  // while the user reads why not, all may be closed
            const bool is_taken = taker_(piece, is_last);
            if (self == nullptr) return;
            if (!is_taken || is_last) return end();
        } while (time.elapsed() < kStint);
        showProgress();
        timer_.start();
    }

  private:
    /// Not modal: while it is, each new value runs the event loop, in which this may end.
    void showProgress() {
        if (progress_ == nullptr) {
            progress_ = new QProgressDialog(QObject::tr("Writing the text …"),
                                            QObject::tr("Cancel"), 0, kFull, parent_);
            progress_->setWindowTitle(title_);
            progress_->setMinimumDuration(kUnseen);
            connect(progress_, &QProgressDialog::canceled, this, &TextJob::end);
        }
        progress_->setValue(static_cast<int>(maker_->done() * kFull));
    }
    void fail() {
        end();
        warn(parent_, title_, QObject::tr("The capture has changed meanwhile. Try again."));
    }
    void end() {
        timer_.stop();
        if (progress_ != nullptr) progress_->hide();
        deleteLater();
    }

    QWidget* parent_;
    QString title_;
    std::unique_ptr<TextMaker> maker_;
    TextTaker taker_;
    QTimer timer_;
    QPointer<QProgressDialog> progress_;
};

}  // namespace

void makeText(QWidget* parent, const QString& title, std::unique_ptr<TextMaker> maker,
              TextTaker taker) {
    (new TextJob(parent, title, std::move(maker), std::move(taker)))->run();
}

}  // namespace finrst
