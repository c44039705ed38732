// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/report.h"
#include "report/sink.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace finrst {

/// The version of the document's format.
inline constexpr unsigned kJsonSchema = 2;

/// The report as one JSON document, with a line feed at its end, a piece at a time: of each object,
/// the members are the figures that have a key (figures.h). Durations are in seconds.
void writeJson(const CaptureAnalysis& analysis, const Report& report, const Sink& sink);

/// The same in steps, for a thread that has other work between them.
class JsonMaker {
  public:
    /// Analysis and report must outlive this.
    JsonMaker(const CaptureAnalysis& analysis, const Report& report, Sink sink);
    ~JsonMaker();

    /// Writes the next piece; false: that was the last.
    bool step();
    /// From 0 to 1.
    double done() const;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// The same document with flows that the report does not hold, each as `writeFlow` writes it.
void writeJson(const Report& report, const Pieces& flows, const Sink& sink);

/// A flow of the document, in one line without a line feed. Its incident, which only the end of the
/// capture tells, is null.
void writeFlow(const CaptureAnalysis& analysis, const Reset& reset, const Sink& sink);

/// The same flow, or its line, with the number of its incident.
std::string withIncident(std::string_view flow, std::uint32_t number);

/// The same as lines, each an object by itself: with `type` (flow, incident, host, host_second,
/// service, capture), `schema`, `generator`, `capture` and `time` (RFC 3339), and the members that
/// the document has for it; a host's seconds are lines of their own. The line of the capture comes
/// last.
class JsonLines {
  public:
    /// `capture`: the name of the file or the interface. `sink` must outlive this.
    JsonLines(std::string capture, const Sink& sink);

    /// To a sink of the caller's, who may complete it (`withIncident`).
    void writeFlow(const CaptureAnalysis& analysis, const Reset& reset, const Sink& sink) const;
    /// All but the flows.
    void writeReport(const Report& report);

  private:
    /// Without a time where that is among the members of the rest.
    template <typename WriteRest>
    void writeLine(const Sink& sink, std::string_view type, std::optional<Time> time,
                   WriteRest writeRest) const;
    void writeHost(const HostStatistics& host, Time begin);

    std::string capture_;
    const Sink& sink_;
};

/// The JSON Schema of that document.
void writeJsonSchema(const Sink& sink);

}  // namespace finrst
