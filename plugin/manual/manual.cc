// SPDX-License-Identifier: GPL-2.0-or-later
// Writes the man page: copies its template from the input to the output, and puts the tables that
// the code itself works with in the place of the lines that name them, as in "@fields@".

#include "preferences.h"
#include "report/figures.h"
#include "report/incident_text.h"
#include "report/outcome_text.h"
#include "report/quality_text.h"
#include "report/stack_text.h"
#include "report/verdict_text.h"
#include "reset_tree.h"
#include "taps.h"

#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace finrst {

namespace {

/// What the manual says of one name.
struct Entry {
    std::string term;
    std::string kind;  ///< may be empty
    std::string text;
};
using Entries = std::vector<Entry>;

std::string_view name(Severity severity) {
    switch (severity) {
        case Severity::kChat:
            return "Chat";
        case Severity::kNote:
            return "Note";
        case Severity::kWarning:
            return "Warning";
    }
    return "";
}

std::string_view name(Type type) {
    switch (type) {
        case Type::kFlag:
            return "true or false";
        case Type::kFrame:
            return "frame number";
        case Type::kDuration:
            return "duration";
        case Type::kCount:
            return "number";
        default:
            return "text";
    }
}

std::string_view name(Carrier carrier) {
    switch (carrier) {
        case Carrier::kReset:
            return "RST";
        case Carrier::kFin:
            return "FIN";
        default:
            return "every frame";
    }
}

Entries verdicts() {
    Entries entries;
    for (const VerdictText& verdict : verdictTexts()) {
        entries.push_back({std::string(verdict.token), std::string(name(verdict.severity)),
                           std::string(verdict.meaning)});
    }
    return entries;
}

template <typename Texts>
Entries tokens(const Texts& texts) {
    Entries entries;
    for (const auto& text : texts) {
        if (!text.token.empty()) {
            entries.push_back({std::string(text.token), "", std::string(text.meaning)});
        }
    }
    return entries;
}

/// In the order in which they stand in a frame's tree.
Entries fields() {
    Entries entries;
    for (const Carrier carrier : {Carrier::kReset, Carrier::kFin, Carrier::kAffected}) {
        for (const Figure<ResetItem>& figure : fieldFigures()) {
            if (figure.carrier != carrier) continue;
            entries.push_back({figure.name,
                               std::string(name(carrier)).append(", ").append(name(figure.type)),
                               figure.meaning});
        }
    }
    return entries;
}

Entries outputs() {
    Entries entries;
    for (const Output& output : outputTable()) {
        entries.push_back({std::string("-z ") + output.option, "", output.description});
    }
    entries.push_back({std::string("-z ") + kResetTreeOption, "", kResetTreeDescription});
    return entries;
}

std::string defaultOf(const Preference& preference) {
    if (const auto* on = std::get_if<SwitchPreference*>(&preference.value)) {
        return **on ? "TRUE" : "FALSE";
    }
    if (const auto* files = std::get_if<const char**>(&preference.value)) {
        return ***files == '\0' ? "none" : **files;
    }
    return std::to_string(*std::get<unsigned*>(preference.value));
}

Entries preferences() {
    Entries entries;
    for (const Preference& preference : preferenceTable()) {
        entries.push_back({std::string("finrst.") + preference.name, defaultOf(preference),
                           preference.description});
    }
    return entries;
}

/// Hyphens that are to be copied stay what they are, and no text becomes a request to troff.
std::string escape(const std::string& text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '-' || c == '\\') escaped += '\\';
        escaped += c == '\\' ? 'e' : c;
    }
    return escaped;
}

void print(const Entries& entries) {
    for (const Entry& entry : entries) {
        std::cout << ".TP\n\\fB" << escape(entry.term) << "\\fR";
        if (!entry.kind.empty()) std::cout << " (" << escape(entry.kind) << ")";
        std::cout << "\n\\&" << escape(entry.text) << "\n";
    }
}

const std::map<std::string, std::function<Entries()>> kTables = {
    {"@verdicts@", verdicts},
    {"@incidents@", [] { return tokens(incidentKindTexts()); }},
    {"@severities@", [] { return tokens(harmTexts()); }},
    {"@certainties@", [] { return tokens(certaintyTexts()); }},
    {"@causes@", [] { return tokens(causeTexts()); }},
    {"@confirmations@", [] { return tokens(confirmationTexts()); }},
    {"@origins@", [] { return tokens(originTexts()); }},
    {"@accepted@", [] { return tokens(acceptedTexts()); }},
    {"@stages@", [] { return tokens(stageTexts()); }},
    {"@stacks@", [] { return tokens(stackTexts()); }},
    {"@triggers@", [] { return tokens(triggerTexts()); }},
    {"@quality@", [] { return tokens(qualityTexts()); }},
    {"@fields@", fields},
    {"@outputs@", outputs},
    {"@preferences@", preferences},
};

}  // namespace

}  // namespace finrst

int main() {
    for (std::string line; std::getline(std::cin, line);) {
        const auto table = finrst::kTables.find(line);
        if (table == finrst::kTables.end()) {
            std::cout << line << "\n";
        } else {
            finrst::print(table->second());
        }
    }
    return std::cout.flush() ? 0 : 1;
}
