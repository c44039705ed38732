// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/distributions.h"

#include "connection_end.h"

#include <algorithm>
#include <cmath>

namespace finrst {

namespace {

constexpr double kBinsPerDecade = 10;

double seconds(Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

void addSurvivor(const Connection& connection, Side side, FinWait2Times& times) {
    const Endpoint& self = connection.end(side);
    const Endpoint& peer = connection.end(opposite(side));
    if (self.peer_fin_acked_first || !self.finAckedSeparately() || !peer.finAcked()) return;
    times.survived.push_back(
        {seconds(peer.fin_time - connection.finAckTime(side)), peer.fin_frame});
}

void count(const Measurement& value, Bin& bin) {
    if (bin.count++ == 0) bin.first_frame = value.frame;
}

bool belongsTo(const ServiceStatistics& service, const CaptureAnalysis& analysis,
               const Connection& connection) {
    const Side client = connection.client();
    const Side server = opposite(client);
    return connection.hasData() && connection.port(server) == service.port &&
           analysis.hostOf(connection, client).address == service.client &&
           analysis.hostOf(connection, server).address == service.server;
}

}  // namespace

FinWait2Times finWait2Times(const CaptureAnalysis& analysis, const Selection& selection) {
    FinWait2Times times;
    for (std::size_t i = 0; i < analysis.connections().size(); ++i) {
        if (analysis.connections().isLoneSyn(i) || !isSelected(selection, i)) continue;
        const Connection& connection = analysis.connections()[i];
        if (connection.isReset()) continue;
        for (Side side : {Side::kA, Side::kB}) addSurvivor(connection, side, times);
    }
    for (const Reset& reset : analysis.resets()) {
        if (reset.is_copy || reset.verdict != Verdict::kFinWait2Missing ||
            reset.fin_wait_2_time < Duration::zero() || !isSelected(selection, reset.connection)) {
            continue;
        }
        times.reset.push_back({seconds(reset.fin_wait_2_time), reset.frame});
    }
    return times;
}

ServiceUse useOf(const ServiceStatistics& service, const CaptureAnalysis& analysis,
                 const Selection& selection) {
    ServiceUse use;
    const std::size_t connections = analysis.connections().size();
    for (std::size_t i = 0; i < connections && use.requests.size() < service.connections; ++i) {
        if (analysis.connections().isLoneSyn(i) || !isSelected(selection, i)) continue;
        const Connection& connection = analysis.connections()[i];
        if (!belongsTo(service, analysis, connection)) continue;
        const std::uint32_t frame = connection.firstFrame();
        use.requests.push_back({static_cast<double>(connection.requests()), frame});
        const Time end = endOf(analysis, connection).time;
        if (end == Time::max()) continue;
        use.lifetimes.push_back({seconds(end - connection.firstTime()), frame});
    }
    return use;
}

std::vector<Bin> logarithmicBins(const std::vector<Measurement>& values, double floor) {
    if (values.empty()) return {};
    const auto indexOf = [&](double value) {
        return static_cast<int>(std::floor(std::log10(std::max(value, floor)) * kBinsPerDecade));
    };
    const auto [least, greatest] =
        std::minmax_element(values.begin(), values.end(),
                            [](const auto& a, const auto& b) { return a.value < b.value; });
    const int first = indexOf(least->value);
    std::vector<Bin> bins(static_cast<std::size_t>(indexOf(greatest->value) - first + 1));
    for (std::size_t i = 0; i < bins.size(); ++i) {
        const double exponent = first + static_cast<double>(i);
        bins[i].low = std::pow(10, exponent / kBinsPerDecade);
        bins[i].high = std::pow(10, (exponent + 1) / kBinsPerDecade);
    }
    for (const Measurement& value : values) {
        count(value, bins[static_cast<std::size_t>(indexOf(value.value) - first)]);
    }
    return bins;
}

std::vector<Bin> countBins(const std::vector<Measurement>& values, std::uint32_t most) {
    if (values.empty()) return {};
    const auto greatest =
        std::max_element(values.begin(), values.end(),
                         [](const auto& a, const auto& b) { return a.value < b.value; });
    const double width = std::floor(greatest->value / most) + 1;
    std::vector<Bin> bins(static_cast<std::size_t>(greatest->value / width) + 1);
    for (std::size_t i = 0; i < bins.size(); ++i) {
        bins[i].low = static_cast<double>(i) * width;
        bins[i].high = bins[i].low + width;
    }
    for (const Measurement& value : values) {
        count(value, bins[static_cast<std::size_t>(value.value / width)]);
    }
    return bins;
}

}  // namespace finrst
