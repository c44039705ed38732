// SPDX-License-Identifier: GPL-2.0-or-later
#include "capture/save.h"

#include "format/capture_format.h"
#include "format/system_message.h"
#include "writer/pcap_copier.h"
#include "writer/pcapng_copier.h"

#include <exception>
#include <new>

namespace finrst {

namespace {

Status checkPaths(const SaveRequest& request) {
    if (request.input.empty() || !request.output.has_filename()) {
        return fail(SaveError::kInvalidRequest, "Choose a capture and a name to save it to.");
    }
    std::error_code error;
    if (std::filesystem::equivalent(request.input, request.output, error)) {
        return fail(SaveError::kInvalidRequest,
                    quoted(request.output) +
                        " is the capture itself, which stays as it is. Choose another name.");
    }
    return {};
}

Status copyCapture(CopyJob& job) {
    Status status = job.input.fill(kFormatMagicSize);
    if (!status.ok()) return status;
    const ByteView begin = job.input.available();
    const CaptureFormat format = recognizeFormat(begin);
    switch (format.kind) {
        case CaptureKind::kPcapng:
            return PcapngCopier(job).run();
        case CaptureKind::kPcapMicroseconds:
        case CaptureKind::kPcapNanoseconds:
        case CaptureKind::kPcapKuznetsov:
            return PcapCopier(job).run();
        default:
            return refuseFormat(begin, format.kind);
    }
}

Status checkFrames(const CopyJob& job) {
    const auto& expected = job.request.frames_in_input;
    if (!expected || *expected == job.plan.framesSeen()) return {};
    return fail(SaveError::kInput,
                "The file has " + std::to_string(job.plan.framesSeen()) + " packets, where " +
                    std::to_string(*expected) +
                    " were seen when it was read: it was read in part, or has changed since.",
                "Read it again, then save.");
}

std::string counted(std::uint64_t count, const char* one, const char* many) {
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

void warnOfWhatIsLeftOut(const CopyJob& job, std::vector<std::string>* warnings) {
    if (job.packets_left_out > 0) {
        warnings->push_back(counted(job.packets_left_out, "packet was", "packets were") +
                            " left out: the link type is not known here, so that they could not be "
                            "cut or their addresses replaced. Frame numbers may differ.");
    }
    if (job.blocks_left_out > 0) {
        warnings->push_back(counted(job.blocks_left_out, "block was", "blocks were") +
                            " left out: custom, unknown or of another kind than packets, they may "
                            "hold what is not to be handed on.");
    }
    if (job.secrets_left_out > 0) {
        warnings->push_back(counted(job.secrets_left_out, "block", "blocks") +
                            " of decryption secrets left out.");
    }
    if (job.names_left_out > 0) {
        warnings->push_back(counted(job.names_left_out, "block", "blocks") +
                            " of host names left out.");
    }
    if (job.simple_packets_blanked > 0) {
        warnings->push_back(
            "In " +
            counted(job.simple_packets_blanked, "Simple Packet Block", "Simple Packet Blocks") +
            " the data became zeros: their captured length cannot be cut.");
    }
}

void warnOfWhatIsKept(const CopyJob& job, std::vector<std::string>* warnings) {
    if (job.secrets_kept > 0) {
        warnings->push_back("The copy holds " +
                            counted(job.secrets_kept, "TLS secret", "TLS secrets") +
                            " of its connections: who has it can read what they encrypted.");
    }
    if (job.names_kept > 0) {
        warnings->push_back("The copy names " + counted(job.names_kept, "address", "addresses") +
                            " of its packets.");
    }
    const bool payload_tells = job.editor.addressMap() != nullptr && !job.editor.cuts();
    if (payload_tells) {
        warnings->push_back(
            "Addresses were replaced in headers and comments only: the payload, which was kept, "
            "may name them.");
    }
}

void warn(const CopyJob& job, SaveResult* result) {
    if (result->input_cut_short) {
        result->warnings.push_back(
            "The capture ends in the middle of a packet, as when capturing was interrupted: its "
            "last " +
            counted(job.octets_left_over, "octet is", "octets are") + " not in the copy.");
    }
    if (result->comments_without_place > 0) {
        result->warnings.push_back(
            counted(result->comments_without_place, "comment has", "comments have") +
            " no place in the copy: the frame is not in it or cannot hold comments.");
    }
    warnOfWhatIsLeftOut(job, &result->warnings);
    warnOfWhatIsKept(job, &result->warnings);
}

void run(const SaveRequest& request, const Progress& progress, SaveResult* result) {
    result->status = checkPaths(request);
    if (!result->ok()) return;
    CopyJob job(request, progress, *result);
    result->status = job.input.open(request.input);
    if (result->ok()) result->status = job.output.open(request.output);
    if (result->ok()) result->status = copyCapture(job);
    if (result->ok()) result->status = checkFrames(job);
    if (result->ok()) result->status = job.report();
    if (result->ok()) result->status = job.output.finish();
    result->frames_read = job.plan.framesSeen();
    if (!result->ok()) return;
    result->comments_without_place += job.plan.commentsLeft();
    warn(job, result);
}

void sayThatNothingWasSaved(Status* status) {
    if (status->ok() || status->error == SaveError::kInvalidRequest) return;
    status->message += " Nothing was saved.";
    if (!status->advice.empty()) status->message += " " + status->advice;
}

}  // namespace

std::string describeCopy(Payload payload, Addresses addresses) {
    std::string text =
        payload == Payload::kCut
            ? "Packets end behind the TCP header, their lengths on the wire are true; "
            : "Payload was kept; ";
    switch (addresses) {
        case Addresses::kKeep:
            text += "addresses are those of the capture.";
            break;
        case Addresses::kReplace:
            text += "addresses were replaced, equal prefixes by equal prefixes.";
            break;
        case Addresses::kReplaceFlat:
            text += "addresses were replaced, each by itself.";
            break;
    }
    if (payload == Payload::kKeep && addresses == Addresses::kKeep) return text;
    return text +
           " Options and fields that are not understood are 0. Checksums were made anew: right "
           "where "
           "they were right, wrong by one bit where they were wrong, and 0 where the copy does not "
           "hold all that they cover.";
}

SaveResult save(const SaveRequest& request, const Progress& progress) {
    SaveResult result;
    try {
        run(request, progress, &result);
    } catch (const std::bad_alloc&) {
        result.status = fail(SaveError::kMemory, "There is not enough memory.");
    } catch (const std::exception& error) {
        result.status =
            fail(SaveError::kOutput, std::string("Saving failed: ") + error.what() + ".");
    }
    sayThatNothingWasSaved(&result.status);
    return result;
}

}  // namespace finrst
