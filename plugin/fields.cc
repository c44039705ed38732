// SPDX-License-Identifier: GPL-2.0-or-later
#include "fields.h"

#include "report/verdict_text.h"

#include <array>

namespace finrst {

namespace {

int proto_finrst = -1;
int ett_finrst = -1;

int hf_verdict = -1;
int hf_certainty = -1;
int hf_origin = -1;
int hf_cause = -1;
int hf_kernel_path = -1;
int hf_sender_state = -1;
int hf_trigger = -1;
int hf_trigger_frame = -1;
int hf_own_fin_frame = -1;
int hf_own_fin_ack_frame = -1;
int hf_first_reset_frame = -1;
int hf_response_time = -1;
int hf_fin_wait_2_time = -1;
int hf_connection_age = -1;
int hf_tw_buckets = -1;
int hf_evidence = -1;
int hf_counter_evidence = -1;
int hf_advice = -1;
int hf_reset_frame = -1;
int hf_affected = -1;

std::array<expert_field, kVerdicts> ei_verdicts;
expert_field ei_left_out = EI_INIT;

constexpr const char* kReset = "RST";
constexpr const char* kFin = "FIN";
constexpr const char* kEvery = "every frame";

constexpr std::array kFields = {
    Field{&hf_verdict, "Verdict", "finrst.verdict", FT_STRING, kReset, "Why this RST was sent"},
    Field{&hf_certainty, "Certainty", "finrst.certainty", FT_STRING, kReset,
          "How sure the verdict is: certain, probable or possible"},
    Field{&hf_origin, "Origin", "finrst.origin", FT_STRING, kReset,
          "Who made the RST: passive (the stack, answering a segment), active (a socket), "
          "middlebox or unknown"},
    Field{&hf_cause, "Cause", "finrst.cause", FT_STRING, kReset,
          "Why the socket was missing, or why it aborted"},
    Field{&hf_kernel_path, "Kernel path", "finrst.kernel_path", FT_STRING, kReset,
          "The functions a Linux kernel goes through to send this RST"},
    Field{&hf_sender_state, "Sender's state", "finrst.sender_state", FT_STRING, kReset,
          "The state (RFC 9293) that the sender's socket should have been in"},
    Field{&hf_trigger, "Trigger", "finrst.trigger", FT_STRING, kReset, "What the RST answers"},
    Field{&hf_trigger_frame, "Answers frame", "finrst.trigger_frame", FT_FRAMENUM, kReset,
          "The frame that the RST answers"},
    Field{&hf_own_fin_frame, "Sender's FIN", "finrst.own_fin_frame", FT_FRAMENUM, kReset,
          "The frame in which the sender of the RST closed"},
    Field{&hf_own_fin_ack_frame, "ACK of the sender's FIN", "finrst.own_fin_ack_frame", FT_FRAMENUM,
          kReset, "The frame in which the peer acknowledged that FIN first"},
    Field{&hf_first_reset_frame, "First reset", "finrst.first_reset_frame", FT_FRAMENUM, kReset,
          "The first RST of this connection"},
    Field{&hf_response_time, "Response time", "finrst.response_time", FT_RELATIVE_TIME, kReset,
          "From the frame that the RST answers to the RST"},
    Field{&hf_fin_wait_2_time, "Time in FIN-WAIT-2", "finrst.fin_wait_2_time", FT_RELATIVE_TIME,
          kReset, "From the ACK of the sender's FIN to the frame that the RST answers"},
    Field{&hf_connection_age, "Connection age", "finrst.connection_age", FT_RELATIVE_TIME, kReset,
          "From the first captured frame of the connection to the RST"},
    Field{&hf_tw_buckets, "TIME_WAIT buckets", "finrst.tw_buckets", FT_UINT32, kReset,
          "Estimate of the TIME_WAIT buckets that the sender's host held at that moment"},
    Field{&hf_evidence, "Evidence", "finrst.evidence", FT_STRING, kReset, "Speaks for the verdict"},
    Field{&hf_counter_evidence, "Counter-evidence", "finrst.counter_evidence", FT_STRING, kReset,
          "Speaks against the verdict, or leaves it open"},
    Field{&hf_advice, "Advice", "finrst.advice", FT_STRING, kReset, "What to run or change next"},
    Field{&hf_reset_frame, "Led to RST", "finrst.reset_frame", FT_FRAMENUM, kFin,
          "The RST that this FIN led to"},
    Field{&hf_affected, "Affected conversation", "finrst.affected", FT_BOOLEAN, kEvery,
          "In this conversation a RST answered a FIN because the socket was missing"},
};

/// Closes a tvb-less, generated item into the tree; only trivially destructible state is alive.
void addString(proto_tree* tree, int field, tvbuff_t* tvb, const char* value) {
    if (*value != '\0')
        proto_item_set_generated(proto_tree_add_string(tree, field, tvb, 0, 0, value));
}

/// Tokens are string literals.
void addToken(proto_tree* tree, int field, tvbuff_t* tvb, std::string_view token) {
    addString(tree, field, tvb, token.data());
}

void addFrame(proto_tree* tree, int field, tvbuff_t* tvb, std::uint32_t frame) {
    if (frame != 0) proto_item_set_generated(proto_tree_add_uint(tree, field, tvb, 0, 0, frame));
}

void addTime(proto_tree* tree, int field, tvbuff_t* tvb, Duration duration) {
    if (duration < Duration::zero()) return;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration);
    nstime_t time;
    time.secs = static_cast<time_t>(seconds.count());
    time.nsecs = static_cast<int>((duration - seconds).count());
    proto_item_set_generated(proto_tree_add_time(tree, field, tvb, 0, 0, &time));
}

void addLines(proto_tree* tree, int field, tvbuff_t* tvb, const char* const* lines) {
    for (; *lines != nullptr; ++lines) addString(tree, field, tvb, *lines);
}

void addReset(proto_tree* tree, tvbuff_t* tvb, const Reset& reset, const ResetTexts& texts) {
    addToken(tree, hf_certainty, tvb, token(reset.certainty));
    addToken(tree, hf_cause, tvb, token(texts.cause));
    addToken(tree, hf_origin, tvb, token(reset.origin));
    addString(tree, hf_kernel_path, tvb, texts.kernel_path);
    addToken(tree, hf_sender_state, tvb, name(reset.sender_state));
    addToken(tree, hf_trigger, tvb, token(reset.trigger));
    addFrame(tree, hf_trigger_frame, tvb, reset.trigger_frame);
    addFrame(tree, hf_own_fin_frame, tvb, reset.own_fin_frame);
    addFrame(tree, hf_own_fin_ack_frame, tvb, reset.own_fin_ack_frame);
    addFrame(tree, hf_first_reset_frame, tvb, reset.first_reset_frame);
    addTime(tree, hf_response_time, tvb, reset.response_time);
    addTime(tree, hf_fin_wait_2_time, tvb, reset.fin_wait_2_time);
    addTime(tree, hf_connection_age, tvb, reset.connection_age);
    proto_item_set_generated(proto_tree_add_uint(tree, hf_tw_buckets, tvb, 0, 0, reset.tw_buckets));
    addLines(tree, hf_evidence, tvb, texts.evidence);
    addLines(tree, hf_counter_evidence, tvb, texts.counter_evidence);
    addString(tree, hf_advice, tvb, texts.advice);
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

void registerExpertInfos(int proto) {
    static std::array<ei_register_info, kVerdicts + 1> infos;
    for (std::size_t i = 0; i < kVerdicts; ++i) {
        const VerdictText& verdict = verdictTexts()[i];
        ei_verdicts[i] = EI_INIT;
        infos[i] = {
            &ei_verdicts[i],
            {wmem_strdup_printf(wmem_epan_scope(), "finrst.expert.%s", verdict.token.data()),
             PI_SEQUENCE, severityOf(verdict.severity), verdict.summary.data(), EXPFILL}};
    }
    infos.back() = {&ei_left_out,
                    {"finrst.expert.left_out", PI_UNDECODED, PI_WARN,
                     "Not analysed: more connections than finrst.max_connections", EXPFILL}};
    expert_register_field_array(expert_register_protocol(proto), infos.data(),
                                static_cast<int>(infos.size()));
}

}  // namespace

std::span<const Field> fieldTable() {
    return kFields;
}

void registerFields(int proto) {
    proto_finrst = proto;
    static std::array<hf_register_info, kFields.size()> fields;
    for (std::size_t i = 0; i < kFields.size(); ++i) {
        const Field& field = kFields[i];
        fields[i] = {
            field.id,
            {field.name, field.abbreviation, field.type,
             field.type == FT_UINT32 ? BASE_DEC : BASE_NONE, nullptr, 0, field.description, HFILL}};
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

void annotate(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, const Annotation& annotation,
              const ResetTexts& texts) {
    proto_item* root = proto_tree_add_item(tree, proto_finrst, tvb, 0, 0, ENC_NA);
    proto_item_set_generated(root);
    proto_tree* subtree = proto_item_add_subtree(root, ett_finrst);
    if (annotation.reset != nullptr) {
        const Verdict verdict = annotation.reset->verdict;
        proto_item* item =
            proto_tree_add_string(subtree, hf_verdict, tvb, 0, 0, token(verdict).data());
        proto_item_set_generated(item);
        if (texts.evidence != nullptr) {
            proto_item_append_text(root, ": %s", texts.sentence);
            addReset(subtree, tvb, *annotation.reset, texts);
        }
        addExpertInfo(pinfo, item, &ei_verdicts[static_cast<std::size_t>(verdict)], texts.sentence);
    }
    if (annotation.left_out) {
        addExpertInfo(pinfo, root, &ei_left_out,
                      "This RST was not analysed: the capture holds more connections than "
                      "finrst.max_connections allows. Raise the preference.");
    }
    if (annotation.reset_of_fin != nullptr) {
        addFrame(subtree, hf_reset_frame, tvb, annotation.reset_of_fin->frame);
    }
    if (annotation.affected) {
        proto_item_set_generated(proto_tree_add_boolean(subtree, hf_affected, tvb, 0, 0, true));
    }
}

}  // namespace finrst
