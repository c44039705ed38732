// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "report/incident.h"
#include "wireshark_api.h"

#include <cstddef>
#include <cstdint>

namespace finrst {

/// What a frame is told about: any of it may be missing.
struct Annotation {
    const Reset* reset = nullptr;         ///< the RST in this frame
    const Reset* reset_of_fin = nullptr;  ///< the RST that the FIN in this frame led to
    const Reset* affected = nullptr;      ///< by it, the connection of this frame is affected
    bool left_out = false;                ///< the RST in this frame was not analysed

    explicit operator bool() const {
        return reset != nullptr || reset_of_fin != nullptr || affected != nullptr || left_out;
    }
};

/// One value of a field, in Wireshark's memory.
struct FieldValue {
    std::size_t figure;    ///< index among `fieldFigures()`
    const char* text;      ///< of text
    std::uint64_t number;  ///< of all others but durations
    Duration duration;
};

/// What is shown of a frame: no destructor, so that an exception of Wireshark may jump over it.
struct FrameFields {
    const char* sentence;      ///< of the RST in it, or null; empty where nobody reads it
    const char* incident;      ///< that it belongs to, or null while that is not known
    Harm harm;                 ///< of the incident
    const char* in_few_words;  ///< its verdict, or null where the Info column does not tell it
    const char* of_kernel;     ///< what the kernel of its sender says, or null
    Confirmation confirmed;    ///< where it says something
    const FieldValue* values;  ///< that of the verdict first, where there is a RST
    std::size_t size;
};

/// Registers the fields and expert infos of protocol `proto`.
void registerFields(int proto);

/// Whether a reader of this tree (which may be null) sees more of finrst than expert infos: all
/// other texts would be made in vain.
bool areFieldsWanted(proto_tree* tree);
/// Whether somebody reads the incident of a RST, in this tree or in expert infos: for it, all
/// resets of the capture are looked at.
bool isIncidentWanted(proto_tree* tree, column_info* columns);

/// Whether a reader of these columns (which may be null) is told verdicts in the Info column.
bool isInfoColumnWanted(column_info* columns);

/// What a reader sees of a frame.
struct Wanted {
    bool fields = false;    ///< where not, the verdict is the only one of a RST
    bool sentence = false;  ///< which expert infos tell, too
    bool incident = false;  ///< which is not known before all has been read
    bool info_column = false;
};

/// What is shown of the frame.
FrameFields fieldsOf(wmem_allocator_t* pool, const CaptureAnalysis& analysis,
                     const Annotation& annotation, const Wanted& wanted) noexcept;

/// Adds `fields` to a frame's tree (which may be null), to the Info column, and the expert infos.
/// May throw a Wireshark exception.
void annotate(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, const Annotation& annotation,
              const FrameFields& fields);

}  // namespace finrst
