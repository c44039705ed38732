// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/sink.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/writer.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace finrst {

/// What RapidJSON calls a stream: hands pieces of some size to a sink.
class JsonStream {
  public:
    using Ch = char;

    explicit JsonStream(const Sink& sink) : sink_(sink) {}
    void Put(char c) {
        piece_ += c;
        if (piece_.size() >= kPiece) Flush();
    }
    void Flush() {
        sink_(piece_);
        piece_.clear();
    }

  private:
    static constexpr std::size_t kPiece = 65536;

    const Sink& sink_;
    std::string piece_;
};

/// Writes a document that is never in memory as a whole. All members are named first, then written.
template <typename RapidJson>
class BasicJsonWriter {
  public:
    explicit BasicJsonWriter(const Sink& sink) : stream_(sink), writer_(stream_) {}

    void beginObject() { writer_.StartObject(); }
    void endObject() { writer_.EndObject(); }
    void beginArray() { writer_.StartArray(); }
    void endArray() { writer_.EndArray(); }
    /// Behind the document.
    void end() { stream_.Flush(); }

    void name(std::string_view member) { writer_.Key(member.data(), size(member)); }
    void null() { writer_.Null(); }
    void boolean(bool value) { writer_.Bool(value); }
    void number(std::uint64_t value) { writer_.Uint64(value); }
    /// A number as it is to be written.
    void number(std::string_view digits) {
        writer_.RawValue(digits.data(), digits.size(), rapidjson::kNumberType);
    }
    void string(std::string_view value) { writer_.String(value.data(), size(value)); }
    /// An object that is a document of its own.
    void object(std::string_view json) {
        writer_.RawValue(json.data(), json.size(), rapidjson::kObjectType);
    }

  protected:
    JsonStream stream_;
    RapidJson writer_;

  private:
    static rapidjson::SizeType size(std::string_view text) {
        return static_cast<rapidjson::SizeType>(text.size());
    }
};

/// In one line.
using JsonLineWriter = BasicJsonWriter<rapidjson::Writer<JsonStream>>;

/// Indented, for people.
class JsonWriter : public BasicJsonWriter<rapidjson::PrettyWriter<JsonStream>> {
  public:
    explicit JsonWriter(const Sink& sink) : BasicJsonWriter(sink) { writer_.SetIndent(' ', 2); }
};

}  // namespace finrst
