// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector.h"

#include "comments.h"
#include "extraction.h"
#include "fields.h"
#include "gui_door.h"
#include "modules.h"
#include "preferences.h"
#include "readers.h"
#include "session.h"
#include "taps.h"
#include "wireshark_api.h"

#include <type_traits>

namespace finrst {

namespace {

// Wireshark's exceptions are longjmp: what is alive while its functions run must need no
// destructor.
static_assert(std::is_trivially_destructible_v<Segment>);
static_assert(std::is_trivially_destructible_v<Annotation>);
static_assert(std::is_trivially_destructible_v<FrameFields>);

int proto_finrst = -1;
dissector_handle_t tcp_handle;
dissector_handle_t finrst_handle;

bool isEnabled(int proto) {
    return proto_is_protocol_enabled(find_protocol_by_id(proto));
}

/// Whether something is to be told of a segment: it is a RST, its connection may be reset and
/// somebody reads the fields, or somebody asks for the connections of all segments.
bool isAskedFor(const Segment& segment, proto_tree* tree) {
    return segment.has(kRst) || (tree != nullptr && mayBeReset(segment) && areFieldsWanted(tree)) ||
           isSelectionWanted();
}

/// What the analysis knows of a segment. On the first pass the segment is new to it, and what the
/// capture shows later cannot be told yet.
Annotation lookUp(packet_info* pinfo, const Segment& segment, bool visited) noexcept {
    CaptureAnalysis* analysis = analyseWaiting();
    Annotation annotation;
    if (!visited) {
        annotation.reset = analyseNow(segment);
    } else if (segment.has(kRst)) {
        annotation.reset = analysis->findReset(segment);
    }
    annotation.left_out =
        segment.has(kRst) && annotation.reset == nullptr && analysis->leftOut().resets > 0;
    // On the first pass the RST is still to come.
    if (visited && segment.has(kFin)) annotation.reset_of_fin = analysis->findResetOfFin(segment);
    const std::uint32_t connection =
        visited ? analysis->findConnection(segment) : analysis->latestConnection();
    if (connection != kNoIndex && analysis->isAffected(connection)) {
        annotation.affected = &analysis->resets()[analysis->connections()[connection].firstReset()];
    }
    tellTaps(pinfo, connection, annotation.reset);
    return annotation;
}

/// TCP numbers no stream when it runs off the end of a cut header. To ask for the number must not
/// make one: all later streams would have other numbers than without this plugin.
void tellStream(const packet_info* pinfo, const Segment& segment) {
    static const int kTcp = proto_get_id_by_filter_name("tcp");
    const conversation_t* conversation =
        find_conversation(pinfo->num, &pinfo->src, &pinfo->dst, CONVERSATION_TCP,
                          segment.source_port, segment.destination_port, 0);
    if (conversation == nullptr) return;
    const void* tcp = conversation_get_proto_data(conversation, kTcp);
    if (tcp == nullptr) return;
    analyseWaiting()->setStream(static_cast<const tcp_analysis*>(tcp)->stream);
}

int dissectTcp(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data) {
    return call_dissector_only(tcp_handle, tvb, pinfo, tree, data);
}

/// Lets TCP dissect a segment, and adds the findings behind, even when TCP ran off the end of a cut
/// packet. The segment is a copy: within TCP's data may be another, which takes its room.
int dissectAndTell(const Segment segment, tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree,
                   void* data) {
    const bool visited = PINFO_FD_VISITED(pinfo);
    const Annotation annotation = lookUp(pinfo, segment, visited);
    if (!annotation) return dissectTcp(tvb, pinfo, tree, data);

    volatile int dissected = 0;
    TRY {
        dissected = dissectTcp(tvb, pinfo, tree, data);
    }
    FINALLY {
        if (annotation.reset != nullptr && !visited) tellStream(pinfo, segment);
        annotate(tvb, pinfo, tree, annotation,
                 fieldsOf(pinfo->pool, *analyseWaiting(), annotation,
                          {.fields = areFieldsWanted(tree),
                           .sentence = areExpertInfosRead(tree, pinfo->cinfo),
                           .incident = visited && isIncidentWanted(tree, pinfo->cinfo),
                           .info_column = isInfoColumnWanted(pinfo->cinfo)}));
    }
    ENDTRY;
    return dissected;
}

/// Stands before TCP in the table of IP's protocols: sees every segment in every pass. Most need no
/// more than to be analysed; they do not pay for the rest.
int dissect(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data) {
    if (!isAnalysing()) return dissectTcp(tvb, pinfo, tree, data);
    if (!isRead(pinfo)) [[unlikely]] {
        closeSession();
        return dissectTcp(tvb, pinfo, tree, data);
    }
    Segment* segment = nextRoom();
    if (!extract(tvb, pinfo, data, segment)) return dissectTcp(tvb, pinfo, tree, data);
    segment->place = placeOf(pinfo);
    const bool visited = PINFO_FD_VISITED(pinfo);
    if (visited) addPacketComment(pinfo);
    if (isAskedFor(*segment, tree)) return dissectAndTell(*segment, tvb, pinfo, tree, data);
    if (!visited) analyseLater();
    return dissectTcp(tvb, pinfo, tree, data);
}

/// Takes TCP's place where TCP itself stands there; any other dissector was chosen on purpose.
void standBeforeTcp() {
    const dissector_handle_t current =
        dissector_get_uint_handle(find_dissector_table("ip.proto"), IP_PROTO_TCP);
    if (current == tcp_handle) dissector_add_uint("ip.proto", IP_PROTO_TCP, finrst_handle);
}

void openCapture() noexcept {
    standBeforeTcp();
    if (switchedOff() != nullptr) return;
    openSession();
    lookForReaders();
}

void closeCapture() noexcept {
    stopLookingForReaders();
    closeSession();
}

}  // namespace

void registerProtocol() {
    proto_finrst = proto_register_protocol("FIN-RST analysis", "FINRST", "finrst");
    registerFields(proto_finrst);
    registerPreferences(proto_finrst);
    registerTaps();
    registerReaders();
    registerMenu(proto_finrst);
    tellOfAnotherPlugin();
    register_init_routine(openCapture);
    register_cleanup_routine(closeCapture);
    register_postseq_cleanup_routine(endReading);
}

void registerHandoff() {
    tcp_handle = find_dissector("tcp");
    // Without a protocol of its own, the handle leaves frame.protocols as it was.
    finrst_handle = create_dissector_handle_with_name_and_description(dissect, -1, "finrst",
                                                                      "TCP, with FIN-RST analysis");
    standBeforeTcp();
}

const char* switchedOff() {
    if (!analysisWanted()) {
        return "The analysis is switched off. Switch the preference finrst.analyze on (in the "
               "window: “Explain TCP resets” in Edit > Preferences > Protocols > FINRST).";
    }
    if (!isEnabled(proto_finrst)) {
        return "The protocol finrst is disabled. Enable it (in the window: FINRST in Analyze > "
               "Enabled Protocols).";
    }
    if (!isEnabled(proto_get_id_by_filter_name("tcp"))) {
        return "The protocol TCP is disabled. Enable it (in the window: TCP in Analyze > Enabled "
               "Protocols).";
    }
    return nullptr;
}

}  // namespace finrst
