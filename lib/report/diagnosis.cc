// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/diagnosis.h"

#include "incident_words.h"
#include "report_index.h"
#include "text_layout.h"

namespace finrst {

namespace {

constexpr std::size_t kAtOnce = 64;  // some milliseconds

std::string joined(const std::vector<std::string>& sentences) {
    std::string text;
    for (const std::string& sentence : sentences) text += (text.empty() ? "" : " ") + sentence;
    return text;
}

void addParagraphs(const Incident& incident, std::vector<std::string>& diagnosis) {
    const IncidentText& text = incident.text;
    diagnosis.push_back("Incident " + std::to_string(incident.number) + ": " + text.title + ". " +
                        text.facts + " " + text.harm + " " + joined(text.reason));
    diagnosis.push_back(joined(text.advice));
}

}  // namespace

std::string leftOutText(const LeftOut& left_out) {
    if (left_out.segments == 0) return "";
    return "Not all was analysed: the capture holds more connections than finrst.max_connections "
           "allows. " +
           counted(left_out.segments, "segment", "segments") + " of the others, " +
           counted(left_out.resets, "RST", "RSTs") +
           " among them, were only counted, and all other figures leave them out. Raise the "
           "preference, or read a part of the capture.";
}

DiagnosisMaker::DiagnosisMaker(Report& report, const Settings& settings)
    : report_(report), settings_(settings), index_(std::make_unique<ReportIndex>(report)) {}

DiagnosisMaker::~DiagnosisMaker() = default;

bool DiagnosisMaker::step() {
    if (index_->step()) return true;
    for (std::size_t i = 0; i < kAtOnce && next_ < report_.incidents.size(); ++i, ++next_) {
        Incident& incident = report_.incidents[next_];
        incident.text = textOf(incident, *index_, settings_);
        addParagraphs(incident, report_.diagnosis);
    }
    if (next_ < report_.incidents.size()) return true;
    if (!is_done_ && report_.left_out.segments != 0) {
        report_.diagnosis.push_back(leftOutText(report_.left_out));
    }
    is_done_ = true;
    return false;
}

std::string headline(const Report& report) {
    if (report.segments == 0) return "No TCP segments in this capture";
    if (report.resets == 0) {
        return report.is_whole ? "No resets in this capture"
                               : "No resets in the connections that the filter lets through";
    }
    const std::size_t incidents = report.incidents.size();
    return counted(report.resets, "RST", "RSTs") + " of " +
           counted(incidents, "incident", "incidents") + (incidents > 1 ? ", the worst first" : "");
}

}  // namespace finrst
