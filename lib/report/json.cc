// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/json.h"

#include "json_writer.h"
#include "report/figures.h"
#include "report/verdict_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>

namespace finrst {

namespace {

constexpr std::string_view kGenerator = "finrst " FINRST_VERSION;

template <typename Json, typename Item>
void writeObject(Json& json, std::span<const Figure<Item>> figures, const Item& item);

template <typename Json>
void writeDuration(Json& json, Duration value) {
    const Duration size = std::chrono::abs(value);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(size);
    std::string fraction = std::to_string((size - seconds).count());
    fraction.insert(0, 9 - fraction.size(), '0');
    const std::string sign = value < Duration::zero() ? "-" : "";
    json.number(sign + std::to_string(seconds.count()) + "." + fraction);
}

/// Writes a value of each type.
template <typename Json>
class ValueWriter {
  public:
    explicit ValueWriter(Json& json) : json_(json) {}

    void operator()(std::monostate) { json_.null(); }
    void operator()(bool value) { json_.boolean(value); }
    void operator()(std::uint64_t value) { json_.number(value); }
    void operator()(double value) {
        std::array<char, 512> digits;  // the longest has 309 before the point
        const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                        std::chars_format::fixed, 3)
                              .ptr;
        json_.number(std::string_view(digits.data(), end));
    }
    void operator()(Duration value) { writeDuration(json_, value); }
    void operator()(const Token& value) { json_.string(value.word); }
    void operator()(const std::string& value) { json_.string(value); }
    void operator()(const std::vector<std::string>& lines) {
        json_.beginArray();
        for (const std::string& line : lines) json_.string(line);
        json_.endArray();
    }
    void operator()(const std::vector<std::uint64_t>& frames) {
        json_.beginArray();
        for (const std::uint64_t frame : frames) json_.number(frame);
        json_.endArray();
    }
    void operator()(const Address& value) { json_.string(value.toString()); }
    void operator()(const SocketAddress& value) { json_.string(value.address.toString()); }
    void operator()(BoundedCount value) { json_.number(value.count); }
    void operator()(const VerdictCounts& counts) {
        json_.beginObject();
        for (const VerdictText& verdict : verdictTexts()) {
            const std::uint32_t count = counts[static_cast<std::size_t>(verdict.verdict)];
            if (count == 0) continue;
            json_.name(verdict.token);
            json_.number(count);
        }
        json_.endObject();
    }
    template <typename Plain>
    void operator()(const Quantiles<Plain>& quantiles) {
        json_.beginObject();
        write("min", quantiles.min);
        write("p10", quantiles.p10);
        write("median", quantiles.median);
        write("p90", quantiles.p90);
        write("max", quantiles.max);
        json_.endObject();
    }
    void operator()(std::span<const HostSecond> seconds) {
        json_.beginArray();
        for (const HostSecond& second : seconds) writeObject(json_, hostSecondFigures(), second);
        json_.endArray();
    }

  private:
    void write(std::string_view name, Duration value) {
        json_.name(name);
        writeDuration(json_, value);
    }
    void write(std::string_view name, std::uint32_t value) {
        json_.name(name);
        json_.number(value);
    }

    Json& json_;
};

template <typename Json, typename Item>
void writeMember(Json& json, const Figure<Item>& figure, const Item& item) {
    if (figure.key == nullptr) return;
    json.name(figure.key);
    std::visit(ValueWriter(json), figure.value(item));
}

template <typename Json, typename Item>
void writeMembers(Json& json, std::span<const Figure<Item>> figures, const Item& item) {
    for (const Figure<Item>& figure : figures) writeMember(json, figure, item);
}

template <typename Json, typename Item>
void writeObject(Json& json, std::span<const Figure<Item>> figures, const Item& item) {
    json.beginObject();
    writeMembers(json, figures, item);
    json.endObject();
}

template <typename Json, typename Item>
void writeObjects(Json& json, std::span<const Figure<Item>> figures,
                  const std::vector<Item>& items) {
    json.beginArray();
    for (const Item& item : items) writeObject(json, figures, item);
    json.endArray();
}

VerdictCounts countsOf(const Report& report) {
    VerdictCounts counts;
    for (std::size_t i = 0; i < kVerdicts; ++i) counts[i] = report.verdicts[i].total();
    return counts;
}

template <typename Json>
void writeQuality(Json& json, const Report& report) {
    json.beginObject();
    json.name("findings");
    writeObjects(json, qualityFigures(), report.quality);
    json.name("recording");
    if (report.recording) {
        writeObject(json, recordingFigures(), *report.recording);
    } else {
        json.null();
    }
    json.endObject();
}

template <typename Json>
void writeVersion(Json& json) {
    json.name("schema");
    json.number(kJsonSchema);
    json.name("generator");
    json.string(kGenerator);
}

template <typename Json>
void writeFlowMembers(Json& json, const ResetItem& item) {
    writeMembers(json, resetFigures(), item);
    if (item.analysis().placesReport(item.reset()) == nullptr) return;
    writeMembers(json, placesFigures(), item);
}

template <typename Json>
void writePlaces(Json& json, const Report& report) {
    if (report.places.empty()) return;
    json.name("places");
    writeObjects(json, placeFigures(), report.places);
}

/// What is said of the capture as a whole, but for its figures.
template <typename Json>
void writeVerdictsAndQuality(Json& json, const Report& report) {
    json.name("verdicts");
    ValueWriter value(json);
    value(countsOf(report));
    json.name("quality");
    writeQuality(json, report);
}

/// The document, of which flows are written by others, behind what is said of the capture.
class Document {
  public:
    Document(const Report& report, const Sink& sink) : report_(report), sink_(sink), json_(sink) {
        json_.beginObject();
        writeVersion(json_);
        json_.name("capture");
        writeObject(json_, captureFigures(), report_);
        writePlaces(json_, report_);
        writeVerdictsAndQuality(json_, report_);
        json_.name("incidents");
        writeObjects(json_, incidentFigures(), report_.incidents);
        json_.name("flows");
        json_.beginArray();
    }

    JsonWriter& json() { return json_; }

    /// Behind the flows, writes a host or a service; false: that was the end.
    bool step() {
        switch (part_) {
            case Part::kFlows:
                begin(Part::kHosts, "hosts");
                return true;
            case Part::kHosts:
                if (!writeNext(hostFigures(), report_.hosts)) begin(Part::kServices, "services");
                return true;
            case Part::kServices:
                if (writeNext(serviceFigures(), report_.services)) return true;
        }
        end();
        return false;
    }

    /// Of the hosts and services.
    std::size_t written() const {
        return next_ + (part_ == Part::kServices ? report_.hosts.size() : 0);
    }

  private:
    enum class Part { kFlows, kHosts, kServices };

    void begin(Part part, std::string_view name) {
        json_.endArray();
        json_.name(name);
        json_.beginArray();
        part_ = part;
        next_ = 0;
    }

    template <typename Item>
    bool writeNext(std::span<const Figure<Item>> figures, const std::vector<Item>& items) {
        if (next_ == items.size()) return false;
        writeObject(json_, figures, items[next_++]);
        return true;
    }

    void end() {
        json_.endArray();
        json_.name("diagnosis");
        ValueWriter value(json_);
        value(report_.diagnosis);
        json_.endObject();
        json_.end();
        sink_("\n");
    }

    const Report& report_;
    const Sink& sink_;
    JsonWriter json_;
    Part part_ = Part::kFlows;
    std::size_t next_ = 0;
};

}  // namespace

/// A step ends with the piece that it hands to the sink.
class JsonMaker::Impl {
  public:
    Impl(const CaptureAnalysis& analysis, const Report& report, Sink sink)
        : analysis_(analysis),
          report_(report),
          sink_([this, sink = std::move(sink)](std::string_view piece) {
              sink(piece);
              ++pieces_;
          }),
          document_(report, sink_) {}

    bool step() {
        const std::size_t before = pieces_;
        while (pieces_ == before) {
            if (next_flow_ < report_.flows.size()) {
                writeFlow(report_.flows[next_flow_++]);
            } else if (!document_.step()) {
                return false;
            }
        }
        return true;
    }

    double done() const {
        const std::size_t all =
            report_.flows.size() + report_.hosts.size() + report_.services.size();
        return static_cast<double>(next_flow_ + document_.written()) /
               static_cast<double>(std::max<std::size_t>(all, 1));
    }

  private:
    void writeFlow(std::uint32_t index) {
        document_.json().beginObject();
        writeFlowMembers(document_.json(),
                         ResetItem(analysis_, analysis_.resets()[index], &report_.grouping));
        document_.json().endObject();
    }

    const CaptureAnalysis& analysis_;
    const Report& report_;
    std::size_t pieces_ = 0;
    Sink sink_;
    Document document_;
    std::size_t next_flow_ = 0;
};

JsonMaker::JsonMaker(const CaptureAnalysis& analysis, const Report& report, Sink sink)
    : impl_(std::make_unique<Impl>(analysis, report, std::move(sink))) {}

JsonMaker::~JsonMaker() = default;

bool JsonMaker::step() {
    return impl_->step();
}

double JsonMaker::done() const {
    return impl_->done();
}

void writeJson(const CaptureAnalysis& analysis, const Report& report, const Sink& sink) {
    JsonMaker maker(analysis, report, sink);
    while (maker.step()) {
    }
}

void writeJson(const Report& report, const Pieces& flows, const Sink& sink) {
    Document document(report, sink);
    flows([&](std::string_view flow) { document.json().object(flow); });
    while (document.step()) {
    }
}

void writeFlow(const CaptureAnalysis& analysis, const Reset& reset, const Sink& sink) {
    JsonLineWriter json(sink);
    json.beginObject();
    writeFlowMembers(json, ResetItem(analysis, reset));
    json.endObject();
    json.end();
}

std::string withIncident(std::string_view flow, std::uint32_t number) {
    constexpr std::string_view kUnknown = R"("incident":null)";  // in a string, " would be escaped
    std::string known(flow);
    const std::size_t value = known.find(kUnknown) + kUnknown.size() - std::strlen("null");
    return known.replace(value, std::strlen("null"), std::to_string(number));
}

JsonLines::JsonLines(std::string capture, const Sink& sink)
    : capture_(std::move(capture)), sink_(sink) {}

/// `writeRest(json)`: the members behind those that every line has.
template <typename WriteRest>
void JsonLines::writeLine(const Sink& sink, std::string_view type, std::optional<Time> time,
                          WriteRest writeRest) const {
    JsonLineWriter json(sink);
    json.beginObject();
    json.name("type");
    json.string(type);
    writeVersion(json);
    json.name("capture");
    json.string(capture_);
    if (time) {
        json.name("time");
        json.string(timestamp(*time));
    }
    writeRest(json);
    json.endObject();
    json.end();
    sink("\n");
}

void JsonLines::writeFlow(const CaptureAnalysis& analysis, const Reset& reset,
                          const Sink& sink) const {
    writeLine(sink, "flow", std::nullopt,
              [&](JsonLineWriter& json) { writeFlowMembers(json, ResetItem(analysis, reset)); });
}

void JsonLines::writeHost(const HostStatistics& host, Time begin) {
    writeLine(sink_, "host", begin, [&](JsonLineWriter& json) {
        for (const Figure<HostStatistics>& figure : hostFigures()) {
            const bool has_own_lines = figure.type == Type::kHostSeconds;
            if (!has_own_lines) writeMember(json, figure, host);
        }
    });
    for (const HostSecond& second : host.seconds) {
        const Time time = begin + std::chrono::seconds(second.second);
        writeLine(sink_, "host_second", time, [&](JsonLineWriter& json) {
            json.name("host");
            json.string(host.address.toString());
            writeMembers(json, hostSecondFigures(), second);
        });
    }
}

void JsonLines::writeReport(const Report& report) {
    for (const Incident& incident : report.incidents) {
        writeLine(sink_, "incident", std::nullopt,
                  [&](JsonLineWriter& json) { writeMembers(json, incidentFigures(), incident); });
    }
    for (const HostStatistics& host : report.hosts) writeHost(host, report.start);
    for (const ServiceStatistics& service : report.services) {
        writeLine(sink_, "service", report.start,
                  [&](JsonLineWriter& json) { writeMembers(json, serviceFigures(), service); });
    }
    writeLine(sink_, "capture", report.start, [&](JsonLineWriter& json) {
        writeMembers(json, captureFigures(), report);
        writePlaces(json, report);
        writeVerdictsAndQuality(json, report);
        json.name("diagnosis");
        ValueWriter value(json);
        value(report.diagnosis);
    });
}

}  // namespace finrst
