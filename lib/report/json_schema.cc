// SPDX-License-Identifier: GPL-2.0-or-later
#include "json_writer.h"
#include "report/figures.h"
#include "report/json.h"
#include "report/verdict_text.h"

namespace finrst {

namespace {

void writeMember(JsonWriter& json, std::string_view name, std::string_view value) {
    json.name(name);
    json.string(value);
}

/// As the schema says that null stands for what is not there.
void writeType(JsonWriter& json, std::string_view type, bool optional = false) {
    json.name("type");
    if (!optional) return json.string(type);
    json.beginArray();
    json.string(type);
    json.string("null");
    json.endArray();
}

void writeNumber(JsonWriter& json, std::string_view type, std::uint64_t minimum,
                 bool optional = false) {
    writeType(json, type, optional);
    json.name("minimum");
    json.number(minimum);
}

void writeWords(JsonWriter& json, const std::vector<std::string_view>& words,
                bool optional = false) {
    json.name("enum");
    json.beginArray();
    for (const std::string_view word : words) json.string(word);
    if (optional) json.null();
    json.endArray();
}

/// `items` writes what the schema says of each item.
template <typename Items>
void writeArray(JsonWriter& json, Items items) {
    writeType(json, "array");
    json.name("items");
    json.beginObject();
    items();
    json.endObject();
}

void writeLines(JsonWriter& json) {
    writeArray(json, [&] {
        writeType(json, "string");
        json.name("minLength");
        json.number(1);
    });
}

/// An object that has all of `names` but the last `fewer`, which it may have, and no more; `member`
/// writes what the schema says of each.
template <typename Member>
void writeObject(JsonWriter& json, const std::vector<std::string_view>& names, Member member,
                 bool optional = false, std::size_t fewer = 0) {
    writeType(json, "object", optional);
    json.name("additionalProperties");
    json.boolean(false);
    json.name("required");
    json.beginArray();
    for (std::size_t i = 0; i + fewer < names.size(); ++i) json.string(names[i]);
    json.endArray();
    json.name("properties");
    json.beginObject();
    for (std::size_t i = 0; i < names.size(); ++i) {
        json.name(names[i]);
        json.beginObject();
        member(i);
        json.endObject();
    }
    json.endObject();
}

void writeQuantiles(JsonWriter& json, std::string_view type) {
    writeObject(json, {"min", "p10", "median", "p90", "max"},
                [&](std::size_t) { writeNumber(json, type, 0); });
}

void writeVerdictCounts(JsonWriter& json) {
    writeType(json, "object");
    json.name("propertyNames");
    json.beginObject();
    std::vector<std::string_view> words;
    for (const VerdictText& verdict : verdictTexts()) words.push_back(verdict.token);
    writeWords(json, words);
    json.endObject();
    json.name("additionalProperties");
    json.beginObject();
    writeNumber(json, "integer", 1);
    json.endObject();
}

void writeTimestamp(JsonWriter& json, bool optional) {
    writeMember(json, "format", "date-time");
    writeType(json, "string", optional);
}

/// `more`: those that it may have besides.
template <typename Item>
void writeItem(JsonWriter& json, std::span<const Figure<Item>> figures, bool optional = false,
               std::span<const Figure<Item>> more = {});

template <typename Item>
void writeValue(JsonWriter& json, const Figure<Item>& figure) {
    switch (figure.type) {
        case Type::kText:
        case Type::kAddress:
        case Type::kEndpoint:
            return writeType(json, "string", figure.optional);
        case Type::kTimestamp:
            return writeTimestamp(json, figure.optional);
        case Type::kLines:
            if (figure.words == nullptr) return writeLines(json);
            return writeArray(json, [&] { writeWords(json, figure.words()); });
        case Type::kFrames:
            return writeArray(json, [&] { writeNumber(json, "integer", 1); });
        case Type::kToken:
            return writeWords(json, figure.words(), figure.optional);
        case Type::kFlag:
            return writeType(json, "boolean", figure.optional);
        case Type::kFrame:
            return writeNumber(json, "integer", 1, figure.optional);
        case Type::kNumber:
        case Type::kCount:
            return writeNumber(json, "integer", 0, figure.optional);
        case Type::kOffset:
            return writeType(json, "number", figure.optional);
        case Type::kRate:
        case Type::kDuration:
        case Type::kTime:
            return writeNumber(json, "number", 0, figure.optional);
        case Type::kVerdictCounts:
            return writeVerdictCounts(json);
        case Type::kDurationQuantiles:
            return writeQuantiles(json, "number");
        case Type::kCountQuantiles:
            return writeQuantiles(json, "integer");
        case Type::kHostSeconds:
            return writeArray(json, [&] { writeItem(json, hostSecondFigures()); });
    }
}

template <typename Item>
void writeItem(JsonWriter& json, std::span<const Figure<Item>> figures, bool optional,
               std::span<const Figure<Item>> more) {
    std::vector<const Figure<Item>*> shown;
    std::vector<std::string_view> names;
    for (const auto& table : {figures, more}) {
        for (const Figure<Item>& figure : table) {
            if (figure.key == nullptr) continue;
            shown.push_back(&figure);
            names.push_back(figure.key);
        }
    }
    const auto member = [&](std::size_t i) {
        writeMember(json, "description", shown[i]->meaning);
        writeValue(json, *shown[i]);
    };
    writeObject(json, names, member, optional, more.size());
}

void writeQuality(JsonWriter& json) {
    writeObject(json, {"findings", "recording"}, [&](std::size_t i) {
        if (i == 1) return writeItem(json, recordingFigures(), true);
        writeArray(json, [&] { writeItem(json, qualityFigures()); });
    });
}

/// The members of the document, in their order; the last one is there where there are captures at
/// several places.
void writeDocument(JsonWriter& json) {
    const std::array<std::pair<std::string_view, void (*)(JsonWriter&)>, 11> members = {{
        {"schema",
         [](JsonWriter& to) {
             to.name("const");
             to.number(kJsonSchema);
         }},
        {"generator", [](JsonWriter& to) { writeType(to, "string"); }},
        {"capture", [](JsonWriter& to) { writeItem(to, captureFigures()); }},
        {"verdicts", writeVerdictCounts},
        {"quality", writeQuality},
        {"incidents",
         [](JsonWriter& to) { writeArray(to, [&] { writeItem(to, incidentFigures()); }); }},
        {"flows",
         [](JsonWriter& to) {
             writeArray(to, [&] { writeItem(to, resetFigures(), false, placesFigures()); });
         }},
        {"hosts", [](JsonWriter& to) { writeArray(to, [&] { writeItem(to, hostFigures()); }); }},
        {"services",
         [](JsonWriter& to) { writeArray(to, [&] { writeItem(to, serviceFigures()); }); }},
        {"diagnosis", writeLines},
        {"places", [](JsonWriter& to) { writeArray(to, [&] { writeItem(to, placeFigures()); }); }},
    }};
    std::vector<std::string_view> names;
    names.reserve(members.size());
    for (const auto& [name, write] : members) names.push_back(name);
    writeObject(
        json, names, [&](std::size_t i) { members[i].second(json); }, false, 1);
}

}  // namespace

void writeJsonSchema(const Sink& sink) {
    JsonWriter json(sink);
    json.beginObject();
    writeMember(json, "$schema", "https://json-schema.org/draft/2020-12/schema");
    writeMember(json, "title", "tshark -z finrst,json");
    writeMember(json, "description",
                "What finrst found in one capture. Durations are in seconds, frames are frame "
                "numbers, null means that there is none.");
    writeDocument(json);
    json.endObject();
    json.end();
    sink("\n");
}

}  // namespace finrst
