// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/json.h"

#include "json_writer.h"
#include "report/figures.h"
#include "report/verdict_text.h"

#include <array>
#include <charconv>

namespace finrst {

namespace {

constexpr std::string_view kGenerator = "finrst " FINRST_VERSION;

template <typename Item>
void writeObject(JsonWriter& json, std::span<const Figure<Item>> figures, const Item& item);

void writeDuration(JsonWriter& json, Duration value) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(value);
    std::string fraction = std::to_string((value - seconds).count());
    fraction.insert(0, 9 - fraction.size(), '0');
    json.number(std::to_string(seconds.count()) + "." + fraction);
}

/// Writes a value of each type.
class ValueWriter {
  public:
    explicit ValueWriter(JsonWriter& json) : json_(json) {}

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

    JsonWriter& json_;
};

template <typename Item>
void writeObject(JsonWriter& json, std::span<const Figure<Item>> figures, const Item& item) {
    json.beginObject();
    for (const Figure<Item>& figure : figures) {
        if (figure.key == nullptr) continue;
        json.name(figure.key);
        std::visit(ValueWriter(json), figure.value(item));
    }
    json.endObject();
}

template <typename Item>
void writeObjects(JsonWriter& json, std::span<const Figure<Item>> figures,
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

void writeFlows(JsonWriter& json, const CaptureAnalysis& analysis, const Report& report) {
    json.beginArray();
    for (const std::uint32_t index : report.flows) {
        writeObject(json, resetFigures(), ResetItem(analysis, analysis.resets()[index]));
    }
    json.endArray();
}

void writeQuality(JsonWriter& json, const Report& report) {
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

}  // namespace

void writeJson(const CaptureAnalysis& analysis, const Report& report, const Sink& sink) {
    JsonWriter json(sink);
    ValueWriter value(json);
    json.beginObject();
    json.name("schema");
    json.number(kJsonSchema);
    json.name("generator");
    json.string(kGenerator);
    json.name("capture");
    writeObject(json, captureFigures(), report);
    json.name("verdicts");
    value(countsOf(report));
    json.name("quality");
    writeQuality(json, report);
    json.name("flows");
    writeFlows(json, analysis, report);
    json.name("hosts");
    writeObjects(json, hostFigures(), report.hosts);
    json.name("services");
    writeObjects(json, serviceFigures(), report.services);
    json.name("diagnosis");
    value(report.diagnosis);
    json.endObject();
    json.end();
}

}  // namespace finrst
