// SPDX-License-Identifier: GPL-2.0-or-later
#include "both_ends_run.h"

#include "annotated_copy.h"
#include "capture/merge.h"
#include "capture/segment_decoder.h"
#include "exit_status.h"
#include "file_input.h"
#include "make_output.h"
#include "packet_filter.h"
#include "places/interface_places.h"
#include "standard_output.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace finrst {

namespace {

/// The file's name, or its path where two files have one name.
std::string nameOf(const std::filesystem::path& file, const Options& options) {
    const auto same =
        std::count_if(options.files.begin(), options.files.end(),
                      [&](const auto& other) { return other.filename() == file.filename(); });
    return same > 1 ? file.string() : file.filename().string();
}

/// Reads all of a capture. Returns the exit status.
template <typename PlaceOf>
int readAll(FileInput& input, const Options& options, PlaceOf placeOf) {
    PacketFilter filter(options.filter);
    if (const std::string problem = filter.problem(); !problem.empty()) {
        std::fprintf(stderr, "finrst: --filter: %s\n", problem.c_str());
        return kNothingRead;
    }
    SegmentDecoder decoder;
    CapturedPacket packet;
    while (input.next(&packet) == Input::Next::kPacket) {
        Place& place = placeOf(packet);
        place.wasRecorded(packet.time);
        if (!filter.matches(packet)) continue;
        std::optional<Segment> segment = decoder.decode(packet);
        if (!segment) continue;
        segment->place = place.number();
        place.add(*segment);
    }
    return input.tellProblems();
}

/// Reads all of the capture of a place.
int readPlace(const std::filesystem::path& file, const Options& options, Place& place) {
    FileInput input({file}, options.progress);
    const int status =
        readAll(input, options, [&](const CapturedPacket&) -> Place& { return place; });
    const std::vector<RecordedInterface> interfaces = input.interfaces();
    if (interfaces.size() == 1) place.setFilter(interfaces.front().filter);
    if (const std::optional<Time> until = input.recordedUntil()) {
        place.wasRecorded(*until);
        place.setLost(input.dropped());
    }
    return status;
}

int refuse(const std::string& sentence) {
    std::fprintf(stderr, "finrst: %s\n", sentence.c_str());
    return kNothingRead;
}

/// The first file that is given once more; empty: there is none.
std::string givenTwice(const std::vector<std::filesystem::path>& files) {
    for (auto file = files.begin(); file != files.end(); ++file) {
        const bool comes_again = std::any_of(file + 1, files.end(), [&](const auto& other) {
            std::error_code error;
            return std::filesystem::equivalent(*file, other, error);
        });
        if (comes_again) return file->string();
    }
    return "";
}

/// `retire` hands all connections to the output; `whole`: of which the figures of the capture are.
template <typename Retire>
int tell(const Options& options, const std::string& name, std::vector<PlaceFinding> places,
         const CaptureAnalysis& whole, Retire retire) {
    StandardOutput out;
    const std::unique_ptr<Output> output = makeOutput(options, name, out.sink());
    output->take(std::move(places));
    retire(*output);
    output->end(whole, {});
    out.flush();
    return out.failed() || output->lacksFlows() ? kNotWritten : 0;
}

/// What the capture says of its interfaces.
void hearRecorder(const FileInput& input, InterfacePlaces& places) {
    const std::vector<RecordedInterface> interfaces = input.interfaces();
    for (std::size_t i = 0; i < interfaces.size(); ++i) {
        places.setName(i, interfaces[i].name, interfaces[i].description);
        places.at(i).setFilter(interfaces[i].filter);
        if (!interfaces[i].recorded_until) continue;
        places.at(i).wasRecorded(*interfaces[i].recorded_until);
        places.at(i).setLost(interfaces[i].dropped);
    }
}

/// The interfaces of a capture as places.
struct MergedPlaces {
    std::shared_ptr<CaptureAnalysis> analysis;
    InterfacePlaces places{analysis};
    std::uint64_t frames = 0;
    int status = 0;       ///< of the reading
    std::string refusal;  ///< why there is nothing to tell

    MergedPlaces(const std::filesystem::path& file, const Options& options)
        : analysis(std::make_shared<CaptureAnalysis>(options.settings)) {
        FileInput input({file}, options.progress);
        status = readAll(input, options, [&](const CapturedPacket& packet) -> Place& {
            return places.at(packet.interface);
        });
        frames = input.frames();
        hearRecorder(input, places);
        if (status != kNothingRead) refusal = places.join();
    }
};

/// A folder that is gone in the end, with what is in it.
class PassingFolder {
  public:
    /// Beside `path`. It was not there before: what is in it is nobody else's.
    explicit PassingFolder(const std::filesystem::path& path) {
        std::random_device chance;
        std::error_code error;
        do {
            path_ = path;
            path_ += "." + std::to_string(chance());
        } while (!std::filesystem::create_directory(path_, error) &&
                 (!error || error == std::errc::file_exists));
    }
    ~PassingFolder() {
        std::error_code error;
        std::filesystem::remove_all(path_, error);
    }
    PassingFolder(const PassingFolder&) = delete;
    PassingFolder& operator=(const PassingFolder&) = delete;

    /// Where it could not be made, neither can what shall be in it.
    std::filesystem::path file() const { return path_ / path_.stem(); }

  private:
    std::filesystem::path path_;
};

int writeCopyOf(const std::filesystem::path& capture, const MergedPlaces& merged,
                const Options& options) {
    PacketFilter filter(options.filter);
    return writeCopy(*merged.analysis, {}, capture, merged.frames, options.copy, filter);
}

/// An annotated copy of all places.
int writeMergedCopy(const std::vector<std::unique_ptr<Place>>& places, const Options& options) {
    std::vector<MergedCapture> captures;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Place& place = *places[i];
        MergedCapture capture{.file = options.files[i], .source = {place.name(), place.filter()}};
        if (place.lost()) capture.recorded_until = place.end();
        capture.dropped = place.lost().value_or(0);
        captures.push_back(std::move(capture));
    }
    const PassingFolder folder(options.copy.path);
    const Status status = mergeCaptures(captures, folder.file());
    if (!status.ok()) return refuse(status.message + " " + status.advice);
    return writeCopyOf(folder.file(), MergedPlaces(folder.file(), options), options);
}

/// Each file is a place.
int joinFiles(const Options& options) {
    std::vector<std::unique_ptr<Place>> places;
    std::vector<Place*> all;
    int worst = 0;
    for (const std::filesystem::path& file : options.files) {
        places.push_back(std::make_unique<Place>(
            nameOf(file, options), std::make_shared<CaptureAnalysis>(options.settings)));
        all.push_back(places.back().get());
        const int read = readPlace(file, options, *all.back());
        if (read == kNothingRead) return kNothingRead;
        worst = std::max(worst, read);
    }
    const Place& first = *all.front();
    JoinedPlaces joined(std::move(all));
    if (const std::string refusal = joined.refusal(); !refusal.empty()) return refuse(refusal);
    joined.tell();
    const int written = options.wantsCopy() ? writeMergedCopy(places, options) : 0;
    const int told =
        tell(options, first.name(), joined.findings(), first.analysis(), [&](Output& output) {
            for (std::size_t i = 0; i < places.size(); ++i) {
                output.retire(places[i]->analysis(), joined.toldBy(i));
            }
        });
    return std::max({worst, written, told});
}

/// Each interface of the only file is a place.
int joinInterfaces(const Options& options) {
    const std::filesystem::path& file = options.files.front();
    const MergedPlaces merged(file, options);
    if (merged.status == kNothingRead) return kNothingRead;
    if (!merged.refusal.empty()) return refuse(file.filename().string() + ": " + merged.refusal);
    const CaptureAnalysis& analysis = *merged.analysis;
    const int written = options.wantsCopy() ? writeCopyOf(file, merged, options) : 0;
    const int told = tell(options, file.filename().string(), merged.places.findings(), analysis,
                          [&](Output& output) { output.retire(analysis, analysis.told()); });
    return std::max({merged.status, written, told});
}

}  // namespace

int runBothEnds(const Options& options) {
    if (options.copiesOnInput()) return refuse("-w names a capture that is read.");
    if (const std::string file = givenTwice(options.files); !file.empty()) {
        return refuse(file + " is given twice: each file is a capture of another place.");
    }
    return options.files.size() == 1 ? joinInterfaces(options) : joinFiles(options);
}

}  // namespace finrst
