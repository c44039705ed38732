// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "cell_style.h"
#include "plot.h"
#include "resets_over_time.h"

#include "report/report.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace finrst {

/// The TIME_WAIT buckets that a host itself counted, by seconds from the capture's begin.
struct CountedBuckets {
    QVector<double> times;
    QVector<double> counts;
};

/// What is known of the limit of a host's TIME_WAIT buckets.
struct BucketLimit {
    std::uint32_t least;
    std::optional<std::uint32_t> most;  ///< none: `least`, or whatever is above
    bool is_told = false;               ///< by the host itself
};

/// A host over time: resets for each second as bars, TIME_WAIT buckets as the capture shows them
/// and as the host counted them, what is known of their limit, the onset, and perhaps the states of
/// its sockets.
class TimelinePlot : public Plot {
    Q_OBJECT

  public:
    /// `with_states`: FIN-WAIT-1, FIN-WAIT-2, CLOSE-WAIT and TIME-WAIT as well.
    explicit TimelinePlot(bool with_states, QWidget* parent = nullptr);

    /// Finds the first frame of a host's resets in a second; 0: none.
    using FrameFinder = std::function<std::uint32_t(const Address& host, std::int64_t second)>;

    /// Null: nothing to show. `end`: of the capture, in seconds. `onset`: when the first bucket was
    /// seen refused, in seconds, or negative.
    void setHost(const HostStatistics* host, double end, double onset,
                 std::optional<BucketLimit> limit, CountedBuckets counted, FrameFinder finder);

    /// Stacks the resets of all hosts, by incident, in place of those of the host.
    void setIncidents(std::vector<ResetsOfIncident> by_incident);
    /// When the capture began, and how times of day are shown.
    void setTime(Time begin, TimeDisplay display);
    void showTimeOfDay(bool shown);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void addActions(QMenu& menu) override;
    QString distance(double from, double to) const override;
    void paintTheme() override;
    void showAll() override;
    QString valuesAt(const QPointF& point) const override;
    std::uint32_t frameAt(const QPointF& point) const override;

  private:
    QCPGraph* addLine(const QString& name);
    void addTitles();
    void fillLegend();
    void fitLegend();
    void showWhetherEmpty();
    void fillLines(const HostStatistics& host);
    /// What the host counted at or before that second; negative: nothing.
    double countedAt(double time) const;
    void fillLimit();
    QString limitText() const;
    void fillOnset(const HostStatistics* host, double onset);
    const HostSecond* secondAt(const QPointF& point) const;
    QString incidentName(std::size_t index) const;
    const ResetsOfSecond* resetsOf(std::size_t index, std::int64_t second) const;
    const ResetsOfSecond* incidentAt(const QPointF& point) const;
    double highestStack() const;
    void paintIncidents();
    void paintLines();

    bool with_states_;
    QCPBars* resets_;
    std::vector<QCPBars*> incidents_;  ///< those that are shown
    std::vector<ResetsOfIncident> by_incident_;
    QCPGraph* buckets_;
    QCPGraph* counted_;
    std::vector<QCPGraph*> states_;
    QCPItemRect* limit_;  ///< a line where it is one number
    QCPItemText* limit_text_;
    QCPItemStraightLine* onset_;
    QCPItemText* onset_text_;
    QCPTextElement* resets_title_;
    QCPTextElement* sockets_title_;

    Address address_;
    std::vector<HostSecond> seconds_;
    CountedBuckets counted_buckets_;
    std::optional<BucketLimit> known_limit_;
    double end_ = 1;
    FrameFinder finder_;
    Time begin_{};
    TimeDisplay display_ = TimeDisplay::kTimeOfDay;
    bool is_time_of_day_ = false;
};

}  // namespace finrst
