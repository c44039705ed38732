// SPDX-License-Identifier: GPL-2.0-or-later
#include "report_json.h"

#include "report/explanation.h"
#include "report/pool_text.h"
#include "report/verdict_text.h"
#include "version.h"
#include "wireshark_api.h"

#include <wsutil/json_dumper.h>

#include <cinttypes>
#include <optional>

namespace finrst {

namespace {

constexpr unsigned kSchema = 1;

/// libwsutil's dumper with the types of the report.
class Json {
  public:
    Json() : text_(g_string_new(nullptr)) {
        dumper_.output_string = text_;
        dumper_.flags = JSON_DUMPER_FLAGS_PRETTY_PRINT;
    }
    Json(const Json&) = delete;
    Json& operator=(const Json&) = delete;
    ~Json() { g_string_free(text_, true); }

    void beginObject() { json_dumper_begin_object(&dumper_); }
    void endObject() { json_dumper_end_object(&dumper_); }
    void beginArray() { json_dumper_begin_array(&dumper_); }
    void endArray() { json_dumper_end_array(&dumper_); }
    void name(const char* member) { json_dumper_set_member_name(&dumper_, member); }

    void number(const char* member, std::uint64_t value) {
        name(member);
        json_dumper_value_anyf(&dumper_, "%" PRIu64, value);
    }
    void optionalNumber(const char* member, std::optional<std::uint32_t> value) {
        if (value) {
            number(member, *value);
        } else {
            null(member);
        }
    }
    /// 0 means that there is no such frame.
    void frame(const char* member, std::uint32_t value) {
        optionalNumber(member, value == 0 ? std::nullopt : std::optional(value));
    }
    void real(const char* member, double value) {
        name(member);
        json_dumper_value_anyf(&dumper_, "%.3f", value);
    }
    /// Negative means that there is no such time.
    void seconds(const char* member, Duration value) {
        if (value < Duration::zero()) {
            null(member);
        } else {
            name(member);
            json_dumper_value_anyf(&dumper_, "%.9f", std::chrono::duration<double>(value).count());
        }
    }
    void boolean(const char* member, bool value) {
        name(member);
        json_dumper_value_anyf(&dumper_, value ? "true" : "false");
    }
    void string(const char* member, std::string_view value) {
        name(member);
        json_dumper_value_string(&dumper_, std::string(value).c_str());
    }
    /// An empty token means that there is none.
    void token(const char* member, std::string_view value) {
        if (value.empty()) {
            null(member);
        } else {
            string(member, value);
        }
    }
    void strings(const char* member, const std::vector<std::string>& values) {
        name(member);
        beginArray();
        for (const std::string& value : values) json_dumper_value_string(&dumper_, value.c_str());
        endArray();
    }

    std::string finish() {
        json_dumper_finish(&dumper_);
        return {text_->str, text_->len};
    }

  private:
    void null(const char* member) {
        name(member);
        json_dumper_value_anyf(&dumper_, "null");
    }

    GString* text_;
    json_dumper dumper_{};
};

void writeCapture(Json& json, const Report& report) {
    json.name("capture");
    json.beginObject();
    json.number("segments", report.segments);
    json.number("segments_left_out", report.left_out.segments);
    json.number("resets_left_out", report.left_out.resets);
    json.number("connections", report.connections);
    json.number("resets", report.resets);
    json.number("affected", report.affected);
    json.seconds("duration", report.duration);
    json.endObject();
}

void writeVerdicts(Json& json, const Report& report) {
    json.name("verdicts");
    json.beginObject();
    for (const VerdictText& verdict : verdictTexts()) {
        const VerdictCount& count = report.verdicts[static_cast<std::size_t>(verdict.verdict)];
        if (count.total() != 0) json.number(verdict.token.data(), count.total());
    }
    json.endObject();
}

void writeFlow(Json& json, const CaptureAnalysis& analysis, const Reset& reset) {
    const Flow flow = flowOf(analysis, reset);
    const Explanation explanation = explain(analysis, reset);
    json.beginObject();
    json.optionalNumber("stream",
                        reset.stream == kNoStream ? std::nullopt : std::optional(reset.stream));
    json.string("client", flow.client.toString());
    json.number("client_port", flow.client_port);
    json.string("server", flow.server.toString());
    json.number("server_port", flow.server_port);
    json.number("reset_frame", reset.frame);
    json.string("verdict", token(reset.verdict));
    json.boolean("affected", reset.isAffected());
    json.string("certainty", token(reset.certainty));
    json.token("cause", token(explanation.cause));
    json.string("trigger", token(reset.trigger));
    json.frame("trigger_frame", reset.trigger_frame);
    json.frame("own_fin_frame", reset.own_fin_frame);
    json.frame("own_fin_ack_frame", reset.own_fin_ack_frame);
    json.seconds("fin_wait_2_time", reset.fin_wait_2_time);
    json.seconds("response_time", reset.response_time);
    json.seconds("age", reset.connection_age);
    json.number("requests", reset.requests);
    json.strings("evidence", explanation.evidence);
    json.strings("counter_evidence", explanation.counter_evidence);
    json.endObject();
}

void writeSecond(Json& json, const HostSecond& second) {
    json.beginObject();
    json.number("second", static_cast<std::uint64_t>(second.second));
    json.number("resets", second.resets);
    json.number("fin_wait_1", second.fin_wait_1);
    json.number("fin_wait_2", second.fin_wait_2);
    json.number("close_wait", second.close_wait);
    json.number("time_wait", second.time_wait);
    json.number("tw_buckets", second.tw_buckets);
    json.endObject();
}

void writeHost(Json& json, const HostStatistics& host) {
    json.beginObject();
    json.string("address", host.address.toString());
    json.number("resets_sent", host.resets_sent);
    json.name("resets_by_verdict");
    json.beginObject();
    for (const VerdictText& verdict : verdictTexts()) {
        const std::uint32_t count =
            host.resets_by_verdict[static_cast<std::size_t>(verdict.verdict)];
        if (count != 0) json.number(verdict.token.data(), count);
    }
    json.endObject();
    json.number("active_closes", host.active_closes);
    json.number("passive_closes", host.passive_closes);
    json.real("closes_per_second", host.closes_per_second);
    json.number("missing_socket_resets", host.missing_socket_resets);
    json.number("silent_overflows_estimate", host.silent_overflows);
    json.number("tw_buckets_peak", host.tw_buckets_peak);
    json.optionalNumber("tw_bucket_limit_estimate", host.tw_bucket_limit);
    json.boolean("tw_bucket_limit_is_lower_bound", host.limit_is_lower_bound);
    json.number("tw_buckets_needed", host.tw_buckets_needed);
    json.optionalNumber("onset_frame", host.onset_frame);
    json.name("seconds");
    json.beginArray();
    for (const HostSecond& second : host.seconds) writeSecond(json, second);
    json.endArray();
    json.endObject();
}

/// `write`: the member function of Json for one value.
template <typename Value, typename Written>
void writeQuantiles(Json& json, const char* member, const Quantiles<Value>& quantiles,
                    void (Json::*write)(const char*, Written)) {
    json.name(member);
    json.beginObject();
    (json.*write)("min", quantiles.min);
    (json.*write)("p10", quantiles.p10);
    (json.*write)("median", quantiles.median);
    (json.*write)("p90", quantiles.p90);
    (json.*write)("max", quantiles.max);
    json.endObject();
}

void writeService(Json& json, const ServiceStatistics& service) {
    json.beginObject();
    json.string("client", service.client.toString());
    json.string("server", service.server.toString());
    json.number("port", service.port);
    json.number("connections", service.connections);
    json.number("peak_open", service.peak_open);
    writeQuantiles(json, "lifetime", service.lifetime, &Json::seconds);
    writeQuantiles(json, "idle_before_close", service.idle_before_close, &Json::seconds);
    writeQuantiles(json, "longest_idle", service.longest_idle, &Json::seconds);
    writeQuantiles(json, "requests", service.requests, &Json::number);
    json.number("closed_by_client", service.closed_by_client);
    json.number("closed_by_server", service.closed_by_server);
    json.number("reset", service.reset);
    json.number("open", service.open);
    json.number("one_request", service.one_request);
    json.number("closed_after_one_more", service.closed_after_one_more);
    json.string("pool", token(service.pool));
    json.strings("pool_evidence", poolEvidence(service.pool, service.pool_figures));
    json.endObject();
}

}  // namespace

std::string toJson(const CaptureAnalysis& analysis, const Report& report) {
    Json json;
    json.beginObject();
    json.number("schema", kSchema);
    json.string("generator", "finrst " FINRST_VERSION);
    writeCapture(json, report);
    writeVerdicts(json, report);
    json.name("flows");
    json.beginArray();
    for (const std::uint32_t index : report.flows) {
        writeFlow(json, analysis, analysis.resets()[index]);
    }
    json.endArray();
    json.name("hosts");
    json.beginArray();
    for (const HostStatistics& host : report.hosts) writeHost(json, host);
    json.endArray();
    json.name("services");
    json.beginArray();
    for (const ServiceStatistics& service : report.services) writeService(json, service);
    json.endArray();
    json.strings("diagnosis", report.diagnosis);
    json.endObject();
    return json.finish();
}

}  // namespace finrst
