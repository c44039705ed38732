// SPDX-License-Identifier: GPL-2.0-or-later
#include "incident_block.h"

#include "text_layout.h"

#include <algorithm>

namespace finrst {

namespace {

/// How many of each are told.
struct Told {
    std::size_t advice = 0;
    std::size_t reasons = 0;
    std::size_t evidence = 0;  ///< the sentence on the example is the first
    bool course = false;
};

std::size_t evidenceOf(const Incident& incident) {
    const Explanation& example = incident.example;
    return 1 + example.evidence.size() + example.counter_evidence.size();
}

/// The first thing to do, then a reason and another thing to do by turns, then evidence, then the
/// course of the example.
Told share(const Incident& incident, std::size_t paragraphs) {
    const std::size_t advice = incident.text.advice.size();
    const std::size_t reasons = incident.text.reason.size();
    Told told;
    while (paragraphs > 0 && (told.advice < advice || told.reasons < reasons)) {
        const bool is_advice =
            told.reasons == reasons || (told.advice < advice && told.advice <= told.reasons);
        ++(is_advice ? told.advice : told.reasons);
        --paragraphs;
    }
    told.evidence = std::min(paragraphs, evidenceOf(incident));
    told.course = paragraphs > told.evidence;
    return told;
}

std::string evidenceLine(const Incident& incident, std::size_t number) {
    const Explanation& example = incident.example;
    if (number == 0) {
        const std::string place = incident.place.empty() ? "" : " in " + incident.place;
        const std::string frame = std::to_string(incident.frames.front()) + place;
        const std::string sentence = example.sentence + ".";
        const std::vector<std::string>& told = incident.text.reason;
        const bool is_told = !told.empty() && told.front() == sentence;
        return wrap("   ", "Frame " + frame + ", for example" + (is_told ? ":" : ": " + sentence));
    }
    const std::size_t index = number - 1;
    if (index < example.evidence.size()) return wrap("   + ", example.evidence[index]);
    return wrap("   - ", example.counter_evidence[index - example.evidence.size()]);
}

std::string ladderText(const Incident& incident) {
    std::string text;
    for (const std::string& line : ladderLines(incident.course)) {
        text += text.empty() ? wrap("   ", line) : "   " + line + "\n";
    }
    return text;
}

}  // namespace

std::string incidentBlock(const Incident& incident, std::size_t paragraphs) {
    constexpr const char* kIndent = "   ";
    const IncidentText& text = incident.text;
    const Told told = share(incident, paragraphs);
    std::string block = wrap(std::to_string(incident.number) + ". ", text.title);
    block += wrap(kIndent, text.facts + " " + text.harm);
    for (std::size_t i = 0; i < told.reasons; ++i) block += wrap(kIndent, text.reason[i]);
    for (std::size_t i = 0; i < told.evidence; ++i) block += evidenceLine(incident, i);
    if (told.course) block += ladderText(incident);
    for (std::size_t i = 0; i < told.advice; ++i) block += wrap("   > ", text.advice[i]);
    return block;
}

std::size_t paragraphsOf(const Incident& incident) {
    constexpr std::size_t kCourse = 1;
    return incident.text.advice.size() + incident.text.reason.size() + evidenceOf(incident) +
           kCourse;
}

}  // namespace finrst
