// SPDX-License-Identifier: GPL-2.0-or-later
#include "fields.h"

#include "preferences.h"
#include "readers.h"
#include "report/figures.h"
#include "report/incident_text.h"
#include "report/verdict_text.h"
#include "session.h"

#include <epan/column-utils.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace finrst {

namespace {

int proto_finrst = -1;
int ett_finrst = -1;

/// By index among `fieldFigures()`; -1 where that is no field.
std::vector<int> hf_figures;

std::array<expert_field, kVerdicts> ei_verdicts;
std::array<expert_field, kConfirmations> ei_confirmations;
std::array<expert_field, kHarms> ei_incidents;
expert_field ei_left_out = EI_INIT;

ftenum fieldType(Type type) {
    switch (type) {
        case Type::kFlag:
            return FT_BOOLEAN;
        case Type::kFrame:
            return FT_FRAMENUM;
        case Type::kNumber:
        case Type::kCount:
            return FT_UINT32;
        case Type::kDuration:
        case Type::kTime:
            return FT_RELATIVE_TIME;
        default:
            return FT_STRING;
    }
}

/// Turns the values of figures into those of fields, in memory of `pool`.
class FieldValues {
  public:
    explicit FieldValues(wmem_allocator_t* pool) : pool_(pool) {}

    void add(std::size_t figure, const Value& value) {
        figure_ = figure;
        std::visit([this](const auto& known) { add(known); }, value);
    }

    /// `shown` gets them.
    void give(FrameFields* shown) const {
        const std::size_t count = values_.size();
        FieldValue* copy = wmem_alloc_array(pool_, FieldValue, count);
        std::copy(values_.begin(), values_.end(), copy);
        shown->values = copy;
        shown->size = count;
    }

  private:
    void add(bool value) { values_.push_back({figure_, nullptr, value, {}}); }
    void add(std::uint64_t value) { values_.push_back({figure_, nullptr, value, {}}); }
    void add(Duration value) { values_.push_back({figure_, nullptr, 0, value}); }
    /// Words are string literals.
    void add(const Token& value) { values_.push_back({figure_, value.word.data(), 0, {}}); }
    void add(const std::string& value) {
        if (value.empty()) return;
        values_.push_back({figure_, wmem_strdup(pool_, value.c_str()), 0, {}});
    }
    void add(const std::vector<std::string>& lines) {
        for (const std::string& line : lines) add(line);
    }
    /// No field has values of another kind.
    template <typename Other>
    void add(const Other&) {}

    wmem_allocator_t* pool_;
    std::size_t figure_ = 0;
    std::vector<FieldValue> values_;
};

proto_item* addField(proto_tree* tree, tvbuff_t* tvb, const FieldValue& value) {
    const int field = hf_figures[value.figure];
    switch (fieldType(fieldFigures()[value.figure].type)) {
        case FT_BOOLEAN:
            return proto_tree_add_boolean(tree, field, tvb, 0, 0, value.number != 0);
        case FT_FRAMENUM:
        case FT_UINT32:
            return proto_tree_add_uint(tree, field, tvb, 0, 0,
                                       static_cast<std::uint32_t>(value.number));
        case FT_RELATIVE_TIME: {
            const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(value.duration);
            nstime_t time;
            time.secs = static_cast<time_t>(seconds.count());
            time.nsecs = static_cast<int>((value.duration - seconds).count());
            return proto_tree_add_time(tree, field, tvb, 0, 0, &time);
        }
        default:
            return proto_tree_add_string(tree, field, tvb, 0, 0, value.text);
    }
}

/// Expert infos are filed under the protocol that is current, which is IP's here.
void addExpertInfo(packet_info* pinfo, proto_item* item, expert_field* kind, const char* text) {
    const char* outer = pinfo->current_proto;
    pinfo->current_proto = "finrst";
    expert_add_info_format(pinfo, item, kind, "%s", text);
    pinfo->current_proto = outer;
}

int severityOf(Severity severity) {
    switch (severity) {
        case Severity::kChat:
            return PI_CHAT;
        case Severity::kNote:
            return PI_NOTE;
        case Severity::kWarning:
            return PI_WARN;
    }
    return PI_NOTE;
}

/// Of an incident that did this harm.
int severityOf(Harm harm) {
    switch (harm) {
        case Harm::kNothing:
            return PI_CHAT;
        case Harm::kUnknown:
            return PI_NOTE;
        case Harm::kRequestFailed:
        case Harm::kDataLost:
            return PI_WARN;
    }
    return PI_NOTE;
}

void registerExpertInfos(int proto) {
    static std::vector<ei_register_info> infos;
    const auto add = [](expert_field* kind, std::string_view family, std::string_view token,
                        int severity, std::string_view summary) {
        *kind = EI_INIT;
        const char* name = wmem_strdup_printf(wmem_epan_scope(), "finrst.expert.%s%s",
                                              family.data(), token.data());
        infos.push_back({kind, {name, PI_SEQUENCE, severity, summary.data(), EXPFILL}});
    };
    for (std::size_t i = 0; i < kVerdicts; ++i) {
        const VerdictText& verdict = verdictTexts()[i];
        add(&ei_verdicts[i], "", verdict.token, severityOf(verdict.severity), verdict.summary);
    }
    for (std::size_t i = 0; i < kConfirmations; ++i) {
        const TokenText<Confirmation>& word = confirmationTexts()[i];
        const bool agrees = word.value == Confirmation::kAgrees;
        add(&ei_confirmations[i], "kernel_", word.token, agrees ? PI_NOTE : PI_WARN, word.meaning);
    }
    for (std::size_t i = 0; i < kHarms; ++i) {
        const TokenText<Harm>& harm = harmTexts()[i];
        add(&ei_incidents[i], "incident_", harm.token, severityOf(harm.value), harm.meaning);
    }
    infos.push_back({&ei_left_out,
                     {"finrst.expert.left_out", PI_UNDECODED, PI_WARN,
                      "Not analysed: more connections than finrst.max_connections", EXPFILL}});
    expert_register_field_array(expert_register_protocol(proto), infos.data(),
                                static_cast<int>(infos.size()));
}

}  // namespace

void registerFields(int proto) {
    proto_finrst = proto;
    static std::vector<hf_register_info> fields;
    hf_figures.assign(fieldFigures().size(), -1);
    for (const Carrier carrier : {Carrier::kReset, Carrier::kFin, Carrier::kAffected}) {
        for (std::size_t i = 0; i < fieldFigures().size(); ++i) {
            const Figure<ResetItem>& figure = fieldFigures()[i];
            if (figure.carrier != carrier) continue;
            const ftenum type = fieldType(figure.type);
            fields.push_back(
                {&hf_figures[i],
                 {figure.title, figure.name, type, type == FT_UINT32 ? BASE_DEC : BASE_NONE,
                  nullptr, 0, figure.meaning, HFILL}});
        }
    }
    proto_register_field_array(proto, fields.data(), static_cast<int>(fields.size()));
    static int* const kSubtrees[] = {&ett_finrst};
    proto_register_subtree_array(kSubtrees, 1);
    registerExpertInfos(proto);
}

/// A field that a filter, a column or a tap reads refers to its protocol, too; without a tree, none
/// does.
bool areFieldsWanted(proto_tree* tree) {
    return proto_field_is_referenced(tree, proto_finrst);
}

bool isIncidentWanted(proto_tree* tree, column_info* columns) {
    static const int kField = proto_registrar_get_id_byname("finrst.incident");
    return proto_field_is_referenced(tree, kField) || areExpertInfosRead(tree, columns);
}

bool isInfoColumnWanted(column_info* columns) {
    return columns != nullptr && infoColumnWanted() && col_get_text(columns, COL_INFO) != nullptr;
}

FrameFields fieldsOf(wmem_allocator_t* pool, const CaptureAnalysis& analysis,
                     const Annotation& annotation, const Wanted& wanted) noexcept {
    FieldValues values(pool);
    const auto addCarriedBy = [&](Carrier carrier, const ResetItem& item) {
        for (std::size_t i = 0; i < fieldFigures().size(); ++i) {
            const Figure<ResetItem>& figure = fieldFigures()[i];
            if (figure.carrier != carrier) continue;
            values.add(i, figure.value(item));
            if (!wanted.fields) return;
        }
    };
    FrameFields shown{};
    if (annotation.reset != nullptr) {
        const ResetItem item(analysis, *annotation.reset,
                             wanted.incident ? &incidentsSoFar() : nullptr);
        addCarriedBy(Carrier::kReset, item);
        const std::string said = wanted.fields     ? item.explanation().sentence
                                 : wanted.sentence ? sentence(analysis, *annotation.reset)
                                                   : std::string();
        shown.sentence = wmem_strdup(pool, said.c_str());
        if (const std::optional<std::uint32_t> number = item.incident()) {
            const Incident& incident = incidentOf(*number);
            shown.incident =
                wmem_strdup_printf(pool, "Incident %u: %s", *number, titleOf(incident).c_str());
            shown.harm = incident.harm();
        }
        if (wanted.info_column) {
            shown.in_few_words = wmem_strdup(pool, inAFewWords(*annotation.reset).c_str());
        }
        if (const KernelWord* word = analysis.kernelWord(*annotation.reset)) {
            const std::string of_kernel = kernelSentence(analysis, *annotation.reset);
            shown.of_kernel = wmem_strdup(pool, of_kernel.c_str());
            shown.confirmed = word->confirmed;
        }
    }
    if (annotation.reset_of_fin != nullptr) {
        addCarriedBy(Carrier::kFin, ResetItem(analysis, *annotation.reset_of_fin));
    }
    if (annotation.affected != nullptr) {
        addCarriedBy(Carrier::kAffected, ResetItem(analysis, *annotation.affected));
    }
    values.give(&shown);
    return shown;
}

void annotate(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, const Annotation& annotation,
              const FrameFields& fields) {
    proto_item* root = proto_tree_add_item(tree, proto_finrst, tvb, 0, 0, ENC_NA);
    proto_item_set_generated(root);
    proto_tree* subtree = proto_item_add_subtree(root, ett_finrst);
    proto_item* first = nullptr;
    for (std::size_t i = 0; i < fields.size; ++i) {
        proto_item* item = addField(subtree, tvb, fields.values[i]);
        proto_item_set_generated(item);
        if (i == 0) first = item;
    }
    if (fields.incident != nullptr) {
        const auto harm = static_cast<std::size_t>(fields.harm);
        addExpertInfo(pinfo, first, &ei_incidents[harm], fields.incident);
    }
    if (annotation.reset != nullptr) {
        proto_item_append_text(root, ": %s", fields.sentence);
        const auto verdict = static_cast<std::size_t>(annotation.reset->verdict);
        addExpertInfo(pinfo, first, &ei_verdicts[verdict], fields.sentence);
    }
    // In brackets, as Wireshark's own findings stand there.
    if (fields.in_few_words != nullptr) {
        col_append_fstr(pinfo->cinfo, COL_INFO, " [%s]", fields.in_few_words);
    }
    if (fields.of_kernel != nullptr) {
        const auto confirmed = static_cast<std::size_t>(fields.confirmed);
        addExpertInfo(pinfo, first, &ei_confirmations[confirmed], fields.of_kernel);
    }
    if (annotation.left_out) {
        addExpertInfo(pinfo, root, &ei_left_out,
                      "This RST was not analysed: the capture holds more connections than "
                      "finrst.max_connections allows. Raise the preference.");
    }
}

}  // namespace finrst
