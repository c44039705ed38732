// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis_source.h"
#include "fake_capture.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace finrst {

/// A Wireshark that holds made-up captures and writes down what it is told to do.
class FakeSource : public AnalysisSource {
  public:
    void open(const FakeCapture& capture) {
        analysis_ = analysisOf(capture);
        state_.open = true;
        state_.name = "fake.pcapng";
        ++generation_;
    }
    /// As when Wireshark closes its file: what was handed out is void at once.
    void close() {
        analysis_.reset();
        state_ = {};
        ++generation_;
    }
    void setReading(bool reading) {
        state_.reading = reading;
        state_.progress = reading ? 0.5 : -1;
    }
    void setTimeDisplay(TimeDisplay display) { state_.time_display = display; }
    /// Name resolution is switched on, too.
    void setName(const Address& address, const std::string& name) {
        names_[address] = name;
        state_.resolves_names = true;
    }
    void setSelectedFrame(std::uint32_t frame) { state_.selected_frame = frame; }
    void setDisplayFilter(const std::string& filter) { state_.display_filter = filter; }
    void select(Selection selection) {
        selection_ = std::move(selection);
        ++changes_;
    }
    void setName(const std::string& name) { state_.name = name; }
    void setFile(const CaptureFile& file) { file_ = file; }
    /// What gathering the frames of a copy ends in.
    void setSelectedFrames(SelectedFrames::State state, std::vector<std::uint32_t> frames) {
        gathering_ = state;
        frames_ = std::move(frames);
    }
    void setHostFindings(std::vector<HostFinding> findings) {
        host_findings_ = std::move(findings);
        ++changes_;
    }
    /// As when Wireshark has another profile.
    void setSettingsFile(const std::string& path) { settings_file_ = path; }
    void setPlaceFindings(std::vector<PlaceFinding> findings) {
        place_findings_ = std::move(findings);
        ++changes_;
    }
    void switchOff(const std::string& reason) { switched_off_ = reason; }

    std::uint64_t generation() const override { return generation_; }
    std::uint64_t revision() const override {
        return changes_ + (analysis_ ? analysis_->segments() : 0);
    }
    const CaptureAnalysis* analysis() const override { return analysis_.get(); }
    std::vector<HostFinding> hostFindings() const override { return host_findings_; }
    std::vector<PlaceFinding> placeFindings() const override { return place_findings_; }
    std::string switchedOff() const override { return switched_off_; }
    CaptureState state() const override { return state_; }
    std::string nameOf(const Address& address) const override {
        const auto name = names_.find(address);
        return state_.resolves_names && name != names_.end() ? name->second : std::string();
    }
    const Selection& selection() const override { return selection_; }
    std::string limitTo(const std::string& filter) override {
        log.push_back("limit " + filter);
        return {};
    }
    void goToFrame(std::uint32_t frame) override { log.push_back("go " + std::to_string(frame)); }
    void applyFilter(const std::string& filter) override { log.push_back("apply " + filter); }
    CaptureFile file() const override { return file_; }
    std::unique_ptr<SelectedFrames> gatherFrames(const CopySelection&) override {
        return std::make_unique<FakeFrames>(*this);
    }
    std::string settingsFile() const override { return settings_file_; }

    std::vector<std::string> log;

  private:
    class FakeFrames : public SelectedFrames {
      public:
        explicit FakeFrames(const FakeSource& source) : source_(source) {}
        State state() const override { return source_.gathering_; }
        std::vector<std::uint32_t> take() override { return source_.frames_; }

      private:
        const FakeSource& source_;
    };

    std::map<Address, std::string> names_;
    CaptureFile file_;
    SelectedFrames::State gathering_ = SelectedFrames::State::kGathering;
    std::vector<std::uint32_t> frames_;
    std::unique_ptr<CaptureAnalysis> analysis_;
    CaptureState state_;
    Selection selection_;
    std::uint64_t generation_ = 1;
    std::uint64_t changes_ = 0;
    std::string settings_file_;
    std::string switched_off_;
    std::vector<HostFinding> host_findings_;
    std::vector<PlaceFinding> place_findings_;
};

}  // namespace finrst
