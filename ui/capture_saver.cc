// SPDX-License-Identifier: GPL-2.0-or-later
#include "capture_saver.h"

#include <utility>

namespace finrst {

namespace {

constexpr int kGatherInterval = 50;  // milliseconds between two looks at what Wireshark has done

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
    maker_.emplace(*source_.analysis());
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
        refuse(SaveError::kCancelled, "Saving was cancelled. Nothing was saved.");
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
        const SaveRequest request =
            requestFor(file.path, file.frames, wish, std::move(annotations));
        const SaveResult result = save(request, [&](std::uint64_t read, std::uint64_t total) {
            const double done = static_cast<double>(read) / static_cast<double>(total);
            emit progressed(tr("Saving …"), done);
            return !stop.stop_requested();
        });
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
