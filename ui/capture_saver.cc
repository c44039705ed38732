// SPDX-License-Identifier: GPL-2.0-or-later
#include "capture_saver.h"

#include "annotation/copy_frames.h"

#include <utility>

namespace finrst {

namespace {

constexpr int kGatherInterval = 50;  // milliseconds between two looks at what Wireshark has done

SaveResult cancelled() {
    SaveResult result;
    result.status = fail(SaveError::kCancelled, "Saving was cancelled. Nothing was saved.");
    return result;
}

}  // namespace

CaptureSaver::CaptureSaver(AnalysisSource& source, QObject* parent)
    : QObject(parent), source_(source) {
    step_timer_.setSingleShot(true);
    connect(&step_timer_, &QTimer::timeout, this, &CaptureSaver::step);
}

CaptureSaver::~CaptureSaver() = default;

void CaptureSaver::start(const CopyWish& wish) {
    wish_ = wish;
    file_ = source_.file();
    generation_ = source_.generation();
    if (!file_.obstacle.empty()) return refuse(SaveError::kInvalidRequest, file_.obstacle);
    if (source_.analysis() == nullptr) {
        return refuse(SaveError::kInvalidRequest, "The capture has not been analysed.");
    }
    maker_.emplace(*source_.analysis(), source_.hostFindings());
    if (wish.select != Select::kAll) {
        selected_frames_ = source_.gatherFrames({*source_.analysis(), wish.select});
        emit retapWanted();
    }
    step_timer_.start(0);
}

void CaptureSaver::cancel() {
    if (writer_.joinable()) {
        writer_.request_stop();
    } else if (isRunning()) {
        finish(cancelled());
    }
}

void CaptureSaver::step() {
    if (!isRunning()) return;
    if (generation_ != source_.generation()) {
        return refuse(SaveError::kInput,
                      "The capture was closed or read again meanwhile. Nothing was saved.");
    }
    if (selected_frames_ != nullptr) {
        emit progressed(tr("Looking for the packets of the copy …"), -1);
        if (!gather()) return;
    }
    emit progressed(tr("Writing comments …"), -1);
    if (maker_->step()) {
        step_timer_.start(0);
    } else {
        write();
    }
}

bool CaptureSaver::gather() {
    switch (selected_frames_->state()) {
        case SelectedFrames::State::kGathering:
            step_timer_.start(kGatherInterval);
            return false;
        case SelectedFrames::State::kBrokenOff:
            refuse(SaveError::kCancelled,
                   "Wireshark was stopped before it had seen all packets. Nothing was saved.");
            return false;
        case SelectedFrames::State::kComplete:
            frames_ = selected_frames_->take();
            selected_frames_.reset();
    }
    return true;
}

void CaptureSaver::write() {
    Annotations annotations = maker_->take();
    annotations.frames = std::exchange(frames_, std::nullopt);
    maker_.reset();
    writer_ = std::jthread([this, file = file_, wish = *wish_,
                            annotations = std::move(annotations)](std::stop_token stop) mutable {
        const auto progress = [&](const QString& what) {
            return [this, what, stop](std::uint64_t read, std::uint64_t total) {
                emit progressed(what, static_cast<double>(read) / static_cast<double>(total));
                return !stop.stop_requested();
            };
        };
        if (annotations.frames) {
            annotations.frames = withFragments(file.path, *annotations.frames,
                                               progress(tr("Looking for fragments …")));
        }
        const SaveResult result =
            stop.stop_requested()
                ? cancelled()
                : save(requestFor(file.path, file.frames, wish, std::move(annotations)),
                       progress(tr("Saving …")));
        QMetaObject::invokeMethod(
            this, [this, result] { finish(result); }, Qt::QueuedConnection);
    });
}

void CaptureSaver::finish(const SaveResult& result) {
    if (writer_.joinable()) writer_.join();
    selected_frames_.reset();
    frames_.reset();
    maker_.reset();
    wish_.reset();
    emit finished(result);
}

void CaptureSaver::refuse(SaveError error, const std::string& why) {
    SaveResult result;
    result.status = fail(error, why);
    finish(result);
}

}  // namespace finrst
