// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/reset.h"
#include "wireshark_api.h"

#include <span>

namespace finrst {

/// What a frame is told about: any of it may be missing.
struct Annotation {
    const Reset* reset = nullptr;         ///< the RST in this frame
    const Reset* reset_of_fin = nullptr;  ///< the RST that the FIN in this frame led to
    bool affected = false;                ///< the frame belongs to an affected connection
    bool left_out = false;                ///< the RST in this frame was not analysed

    explicit operator bool() const {
        return reset != nullptr || reset_of_fin != nullptr || affected || left_out;
    }
};

/// The texts of an explanation, in Wireshark's memory: no destructor, so that an exception of
/// Wireshark may jump over it.
struct ResetTexts {
    const char* kernel_path;
    const char* sentence;
    const char* advice;
    const char* const* evidence;          ///< ends with null
    const char* const* counter_evidence;  ///< ends with null
    Cause cause;
};

/// A field as users know it.
struct Field {
    int* id;  ///< Wireshark's number for it
    const char* name;
    const char* abbreviation;
    ftenum type;
    const char* frames;  ///< which frames have it
    const char* description;
};

/// All fields, in the order in which they stand in a frame's tree.
std::span<const Field> fieldTable();

/// Registers the fields and expert infos of protocol `proto`.
void registerFields(int proto);

/// Whether a reader of this tree (which may be null) sees more of finrst than expert infos: all
/// other texts would be made in vain.
bool areFieldsWanted(proto_tree* tree);

/// Adds what is known about a frame to its tree (which may be null) and the expert infos. `texts`
/// belongs to `annotation.reset` and is not read without it; where it has a sentence alone, and the
/// rest is null, the verdict is the only field of the RST. May throw a Wireshark exception.
void annotate(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, const Annotation& annotation,
              const ResetTexts& texts);

}  // namespace finrst
