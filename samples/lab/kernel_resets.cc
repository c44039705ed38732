// SPDX-License-Identifier: GPL-2.0-or-later
// kernel_resets RECORD: the RSTs that a host record tells of, in JSON, for the labels of samples.
// They are read by what reads the records that users give finrst.

#include "host/read_record.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdio>
#include <variant>

namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void writeText(Writer& json, const char* key, const std::string& text) {
    json.Key(key);
    json.String(text.c_str());
}

void writeSocket(Writer& json, const char* key, const finrst::KernelSocket& socket) {
    json.Key(key);
    json.StartArray();
    json.String(socket.address.toString().c_str());
    json.Uint(socket.port);
    json.EndArray();
}

void writeReset(Writer& json, const finrst::KernelReset& reset) {
    json.StartObject();
    json.Key("time");  // nanoseconds of UTC
    json.Int64(reset.time.time_since_epoch().count());
    writeSocket(json, "source", reset.source);
    writeSocket(json, "destination", reset.destination);
    writeText(json, "state", reset.state);
    writeText(json, "reason", reset.reason);
    json.EndObject();
}

void print(const finrst::HostRecord& record) {
    rapidjson::StringBuffer text;
    Writer json(text);
    json.StartObject();
    json.Key("gives_reasons");
    json.Bool(record.gives_reasons);
    json.Key("resets");
    json.StartArray();
    for (const finrst::KernelReset& reset : record.resets) writeReset(json, reset);
    json.EndArray();
    json.EndObject();
    std::puts(text.GetString());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("kernel_resets RECORD\n", stderr);
        return 1;
    }
    const auto read = finrst::readRecordFile(argv[1]);
    if (const auto* refused = std::get_if<finrst::RecordRefused>(&read)) {
        std::fprintf(stderr, "%s %s\n", argv[1], refused->why.c_str());
        return 1;
    }
    print(std::get<finrst::HostRecord>(read));
    return 0;
}
