// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/sink.h"

#include <rapidjson/prettywriter.h>

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

/// Writes a document, indented, that is never in memory as a whole. All members are named first,
/// then written; `end` writes the line feed behind the document.
class JsonWriter {
  public:
    explicit JsonWriter(const Sink& sink) : stream_(sink), writer_(stream_) {
        writer_.SetIndent(' ', 2);
    }

    void beginObject() { writer_.StartObject(); }
    void endObject() { writer_.EndObject(); }
    void beginArray() { writer_.StartArray(); }
    void endArray() { writer_.EndArray(); }
    void end() {
        stream_.Put('\n');
        stream_.Flush();
    }

    void name(std::string_view member) { writer_.Key(member.data(), size(member)); }
    void null() { writer_.Null(); }
    void boolean(bool value) { writer_.Bool(value); }
    void number(std::uint64_t value) { writer_.Uint64(value); }
    /// A number as it is to be written.
    void number(std::string_view digits) {
        writer_.RawValue(digits.data(), digits.size(), rapidjson::kNumberType);
    }
    void string(std::string_view value) { writer_.String(value.data(), size(value)); }

  private:
    static rapidjson::SizeType size(std::string_view text) {
        return static_cast<rapidjson::SizeType>(text.size());
    }

    JsonStream stream_;
    rapidjson::PrettyWriter<JsonStream> writer_;
};

}  // namespace finrst
