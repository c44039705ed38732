// SPDX-License-Identifier: GPL-2.0-or-later
#include "json_counters.h"

#include "counter_names.h"
#include "words.h"

#include <rapidjson/document.h>

#include <cmath>
#include <map>
#include <utility>

namespace finrst {

namespace {

constexpr const char* kNotOurs =
    "is JSON, but neither of nstat nor an answer of Prometheus with node_exporter's series "
    "(node_sockstat_TCP_tw, node_netstat_Tcp_OutRsts, node_netstat_TcpExt_TCPTimeWaitOverflow).";

std::string_view textOf(const rapidjson::Value& value) {
    return {value.GetString(), value.GetStringLength()};
}

const rapidjson::Value* member(const rapidjson::Value& object, const char* name) {
    if (!object.IsObject()) return nullptr;
    const auto found = object.FindMember(name);
    return found == object.MemberEnd() ? nullptr : &found->value;
}

/// {"kernel":{"TcpOutRsts":334,…}}
bool takeNstat(const rapidjson::Value& kernel, HostRecord& record) {
    HostCounters counters;
    for (const auto& entry : kernel.GetObject()) {
        if (entry.value.IsUint64() && isNstatName(textOf(entry.name))) {
            counters.values.emplace(textOf(entry.name), entry.value.GetUint64());
        }
    }
    if (counters.values.empty()) return false;
    record.counters.push_back(std::move(counters));
    return true;
}

/// By time and instance: a query may answer for many hosts.
using Series = std::map<std::string, std::map<Time, HostCounters>, std::less<>>;

/// [1764438372.123, "30"]
void takeSample(const rapidjson::Value& sample, const std::string& name,
                std::map<Time, HostCounters>& counts) {
    constexpr double kMost = 1e18;
    const bool fits =
        sample.IsArray() && sample.Size() == 2 && sample[0].IsNumber() && sample[1].IsString();
    if (!fits) return;
    const double seconds = sample[0].GetDouble();
    const auto value = numberOf(textOf(sample[1]));
    if (!value || !(std::abs(seconds) < static_cast<double>(kFarthestSecond)) ||
        static_cast<double>(*value) > kMost) {
        return;
    }
    const Time time = timeOf(0, 0) + Duration(static_cast<std::int64_t>(seconds * 1e3) * 1'000'000);
    counts[time].time = time;
    counts[time].values.emplace(name, *value);
}

void takeResult(const rapidjson::Value& result, Series& series) {
    const rapidjson::Value* metric = member(result, "metric");
    const rapidjson::Value* series_name = metric != nullptr ? member(*metric, "__name__") : nullptr;
    if (series_name == nullptr || !series_name->IsString()) return;
    const std::string name = nameOfNodeExporter(textOf(*series_name));
    if (name.empty()) return;
    const rapidjson::Value* instance = member(*metric, "instance");
    const bool named = instance != nullptr && instance->IsString();
    auto& counts = series[named ? std::string(textOf(*instance)) : std::string()];
    if (const rapidjson::Value* value = member(result, "value")) takeSample(*value, name, counts);
    const rapidjson::Value* values = member(result, "values");
    if (values == nullptr || !values->IsArray()) return;
    for (const rapidjson::Value& value : values->GetArray()) takeSample(value, name, counts);
}

std::string takePrometheus(const rapidjson::Value& results, HostRecord& record) {
    Series series;
    for (const rapidjson::Value& result : results.GetArray()) takeResult(result, series);
    if (series.empty()) return kNotOurs;
    if (series.size() > 1) {
        return "is an answer of Prometheus for several hosts: ask for one, by {instance=\"" +
               series.begin()->first + "\"}.";
    }
    auto& [instance, counts] = *series.begin();
    record.name = instance.substr(0, instance.rfind(':'));
    if (const auto address = addressOf(record.name)) record.addresses.push_back(*address);
    for (auto& [time, counters] : counts) record.counters.push_back(std::move(counters));
    return {};
}

}  // namespace

std::string takeJsonCounters(std::string_view text, HostRecord& record) {
    rapidjson::Document document;
    // However deep it is, the stack is not.
    document.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseStopWhenDoneFlag>(text.data(),
                                                                                       text.size());
    if (document.HasParseError() || !document.IsObject()) {
        return "looks like JSON, but is damaged or cut short.";
    }
    const rapidjson::Value* kernel = member(document, "kernel");
    if (kernel != nullptr && kernel->IsObject() && takeNstat(*kernel, record)) return {};
    const rapidjson::Value* data = member(document, "data");
    const rapidjson::Value* results = data != nullptr ? member(*data, "result") : nullptr;
    if (results == nullptr || !results->IsArray()) return kNotOurs;
    return takePrometheus(*results, record);
}

}  // namespace finrst
