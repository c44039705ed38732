// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/tracker.h"
#include "host/host_words.h"
#include "live_record.h"
#include "report/host_record_text.h"
#include "report/report_sum.h"

#include <memory>
#include <utility>
#include <vector>

namespace finrst {

/// What is made of the findings. Sums up what retires.
class Output : public RetirementListener {
  public:
    void retire(const CaptureAnalysis& analysis, const std::vector<bool>& retired) final {
        for (const std::uint32_t flow : sum_.add(analysis, retired)) {
            addFlow(analysis, analysis.resets()[flow]);
        }
    }

    /// What hosts say of themselves, to be held beside the capture.
    void take(HostWords words) { words_ = std::move(words); }
    /// This host records what it says of itself meanwhile; must outlive this.
    void follow(LiveRecord* live) { live_ = live; }
    void testify(CaptureAnalysis& analysis) final {
        if (live_ == nullptr) return words_.tell(analysis);
        words_.grow("live", live_->record());
        live_->hasEnded() ? words_.tell(analysis) : words_.tellWhatIsReached(analysis);
    }
    /// What the places saw, of captures at several of them.
    void take(std::vector<PlaceFinding> places) { places_ = std::move(places); }

    /// A RST has come just now.
    virtual void announce(const CaptureAnalysis& /*analysis*/, const Reset& /*reset*/) {}
    /// There was no room for what was to be written at the end.
    virtual bool lacksFlows() const { return false; }
    /// All have retired.
    void end(const CaptureAnalysis& analysis, const Recorder& recorder) {
        Report report = sum_.take(analysis, recorder);
        findings_ = findings(analysis);
        addHostRecords(findings_, report);
        report.places = std::move(places_);
        write(report);
    }
    /// Of the host records, by what has come so far.
    std::vector<HostFinding> findings(const CaptureAnalysis& analysis) const {
        return words_.findings(analysis);
    }
    /// When all have retired.
    const std::vector<HostFinding>& findings() const { return findings_; }

  protected:
    /// Of a RST whose connection retires.
    IncidentPlace placeOf(const CaptureAnalysis& analysis, const Reset& reset) const {
        return sum_.placeOf(analysis, reset);
    }
    /// The first RST of a connection that retires.
    virtual void addFlow(const CaptureAnalysis& analysis, const Reset& reset) = 0;
    /// The sum of all, behind the last flow.
    virtual void write(const Report& report) = 0;

  private:
    ReportSum sum_;
    HostWords words_;
    LiveRecord* live_ = nullptr;
    std::vector<HostFinding> findings_;
    std::vector<PlaceFinding> places_;
};

}  // namespace finrst
