// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis_run.h"

#include "annotated_copy.h"
#include "both_ends_run.h"
#include "capture/segment_decoder.h"
#include "confinement.h"
#include "exit_status.h"
#include "file_input.h"
#include "host_records.h"
#include "live_input.h"
#include "live_record.h"
#include "live_screen.h"
#include "make_output.h"
#include "packet_filter.h"
#include "privileges.h"
#include "read_ahead.h"
#include "standard_output.h"
#include "stop_signal.h"
#include "trap.h"
#include "unnamed_file.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <limits>
#include <memory>
#include <span>
#include <utility>

namespace finrst {

namespace {

constexpr std::optional<std::size_t> kAllOfIt = std::numeric_limits<std::size_t>::max();
constexpr std::size_t kRoomForPackets = std::size_t{256} << 20;
/// So many segments ahead, what the analysis looks up is fetched: those before take as long. Of
/// many more, caches would lose some again.
constexpr std::size_t kFetched = 8;

/// What is to be done with the packets.
struct Work {
    PacketFilter& filter;
    Tracker& tracker;
    Output& output;
    StandardOutput& out;
    Trap* trap;          ///< null: no copy is made on the way
    LiveScreen* screen;  ///< null: RSTs are told one by one
};

/// Hands on what retires.
class Listeners : public RetirementListener {
  public:
    Listeners(Output& output, Trap* trap) : output_(output), trap_(trap) {}
    void retire(const CaptureAnalysis& analysis, const std::vector<bool>& retired) override {
        if (trap_ != nullptr) trap_->retire(analysis, retired);
        output_.retire(analysis, retired);
    }
    void testify(CaptureAnalysis& analysis) override { output_.testify(analysis); }

  private:
    Output& output_;
    Trap* trap_;
};

/// Null where it cannot be opened, which standard error then says.
std::unique_ptr<Input> openInput(const Options& options) {
    if (!options.isLive()) return std::make_unique<FileInput>(options.files, options.progress);
    auto live = std::make_unique<LiveInput>(options);
    if (live->obstacle().empty()) return live;
    std::fprintf(stderr, "finrst: %s: %s\n", options.interface.c_str(), live->obstacle().c_str());
    return nullptr;
}

/// Before privileges are given up. False where it cannot be, which standard error then says.
bool startRecord(std::optional<LiveRecord>& live) {
    live.emplace();
    if (live->obstacle().empty()) return true;
    std::fprintf(stderr, "finrst: --host-record live: %s\n", live->obstacle().c_str());
    return false;
}

/// For connections; empty: what they take.
std::optional<std::size_t> memoryFor(const Options& options, const Trap* trap) {
    if (options.wantsCopy() && trap == nullptr) return kAllOfIt;  // comments may be on any frame
    if (trap != nullptr && options.memory) return *options.memory / 2;
    return options.memory;
}

/// The trap that is wanted, with its copy created; null where none is. What went wrong is in
/// `status`.
std::unique_ptr<Trap> makeTrap(const Options& options, Status* status) {
    if (!options.wantsCopy() || options.canReadTwice()) return nullptr;
    if (options.copiesOnInput()) {
        *status = fail(SaveError::kInvalidRequest, "-w names a capture that is read.");
        return nullptr;
    }
    const std::size_t memory = options.memory ? *options.memory / 2 : kRoomForPackets;
    auto trap = std::make_unique<Trap>(options.copy, options.interface, memory);
    *status = trap->create();
    return trap;
}

/// Puts the copy in its place, and gives up the privileges that opening took.
Status begin(const Options& options, Trap* trap) {
    Status status;
    if (trap != nullptr) status = trap->begin();
    if (!status.ok() || !options.isLive()) return status;
    const std::string why = giveUpPrivileges();
    return why.empty()
               ? status
               : fail(SaveError::kInvalidRequest, "Privileges cannot be given up: " + why + ".");
}

/// All is open.
void confineSelf() {
    const std::string why = confine();
    if (why.empty()) return;
    std::fprintf(stderr, "finrst: This process cannot be confined to what it has open: %s.\n",
                 why.c_str());
}

int tell(const Status& status) {
    std::fprintf(stderr, "finrst: %s %s\n", status.message.c_str(), status.advice.c_str());
    return kNothingRead;
}

/// Takes a segment. Returns what it reset, or null.
const Reset* take(Segment& segment, std::uint64_t frame, const Work& work) {
    const Reset* reset = work.tracker.add(segment, frame);
    if (reset == nullptr) return nullptr;
    const CaptureAnalysis& analysis = work.tracker.analysis();
    if (work.screen != nullptr) {
        work.screen->note(analysis, *reset);
    } else {
        work.output.announce(analysis, *reset);
    }
    return reset;
}

/// The same of a segment whose packet may go into a copy. `fragments`: the frames in which it came,
/// where it was fragmented.
void take(const CapturedPacket& packet, std::span<const std::uint64_t> fragments, Segment& segment,
          const Work& work) {
    if (work.trap == nullptr) {
        take(segment, packet.frame, work);
        return;
    }
    if (work.trap->isFull()) {
        work.tracker.retireOver();
        work.trap->makeRoom();
    }
    const Reset* reset = take(segment, packet.frame, work);
    work.trap->add(packet, fragments, segment, reset != nullptr, work.tracker.analysis());
}

/// No packets come: time for the rest.
void pause(const Work& work) {
    work.out.flush();
    if (work.trap == nullptr) return;
    work.trap->writeDue(work.tracker.analysis(),
                        std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()));
}

bool canGoOn(const Work& work) {
    const bool is_trap_lost = work.trap != nullptr && work.trap->failed();
    return !work.out.failed() && !is_trap_lost && !StopSignal::came();
}

/// Takes packets as they come until there are no more, or it is enough.
void readPackets(std::uint64_t most, Input& input, const Work& work) {
    SegmentDecoder decoder;
    CapturedPacket packet;
    for (std::uint64_t left = most; left > 0 && canGoOn(work);) {
        if (work.screen != nullptr && work.screen->isDue()) {
            work.screen->draw(work.tracker.analysis(), input.dropped());
        }
        const Input::Next next = input.next(&packet);
        if (next == Input::Next::kEnd) return;
        if (next == Input::Next::kPause) {
            pause(work);
            continue;
        }
        if (!work.filter.matches(packet)) continue;
        --left;
        std::optional<Segment> segment = decoder.decode(packet);
        if (segment) {
            take(packet, decoder.fragments(), *segment, work);
        } else if (work.trap != nullptr && !decoder.fragments().empty()) {
            work.trap->keepFragment(packet);
        }
    }
}

/// The same where nothing but the segments counts, and nobody waits for the single one.
void readSegments(std::uint64_t most, Input& input, const Work& work) {
    ReadAhead ahead(input, work.filter, most);
    while (canGoOn(work)) {
        const std::span<NumberedSegment> segments = ahead.next();
        if (segments.empty()) return;
        for (std::size_t i = 0; i < segments.size(); ++i) {
            if (i + kFetched < segments.size()) work.tracker.expect(segments[i + kFetched].segment);
            auto& [segment, frame] = segments[i];
            take(segment, frame, work);
        }
    }
}

/// False where the filter has no meaning for any of the packets.
bool tellMisfit(const PacketFilter& filter) {
    const std::string misfit = filter.misfit();
    if (misfit.empty()) return true;
    std::fprintf(stderr, "finrst: --filter: %s\n", misfit.c_str());
    return filter.hasFitted();
}

void tellGivenUp(const Tracker& tracker) {
    if (tracker.givenUp() == 0) return;
    std::fprintf(stderr,
                 "finrst: %llu connections that were open were given up for want of memory: "
                 "--memory gives more.\n",
                 static_cast<unsigned long long>(tracker.givenUp()));
}

void tellBegunAnew(const Tracker& tracker) {
    if (tracker.begunAnew() == 0) return;
    std::fprintf(stderr,
                 "finrst: %llu connections were open for more than %u packets, and began anew.\n",
                 static_cast<unsigned long long>(tracker.begunAnew()), Tracker::kLongestInFrames);
}

void tellMissingFlows(const Output& output) {
    if (!output.lacksFlows()) return;
    std::fprintf(stderr, "finrst: Flows are missing: there is no room for them in %s.\n",
                 folderOfUnnamedFiles().c_str());
}

/// In reports.
std::string nameOf(const Options& options, const Input& input) {
    // Those of a shard come together with others.
    return options.shard ? options.files.front().string() : input.name();
}

int runOne(const Options& options) {
    // A live capture is filtered by the kernel.
    PacketFilter filter(options.isLive() ? "" : options.filter);
    if (const std::string problem = filter.problem(); !problem.empty()) {
        std::fprintf(stderr, "finrst: --filter: %s\n", problem.c_str());
        return 1;
    }
    Settings settings = options.settings;
    std::optional<HostWords> words = readHostRecords(options, settings);
    if (!words) return kNothingRead;
    std::optional<StopSignal> stop;
    if (options.isLive() || (options.wantsCopy() && !options.canReadTwice())) stop.emplace();
    Status status;
    const std::unique_ptr<Trap> trap = makeTrap(options, &status);
    if (!status.ok()) return tell(status);
    std::optional<LiveRecord> live;
    if (options.records_host && !startRecord(live)) return kNothingRead;
    const std::unique_ptr<Input> input = openInput(options);
    if (!input) return kNothingRead;
    status = begin(options, trap.get());
    if (!status.ok()) return tell(status);
    StandardOutput out;
    const std::unique_ptr<Output> output = makeOutput(options, nameOf(options, *input), out.sink());
    output->take(std::move(*words));
    output->follow(live ? &*live : nullptr);
    Listeners listeners(*output, trap.get());
    Tracker tracker(settings, memoryFor(options, trap.get()), listeners);
    std::optional<LiveScreen> screen;
    if (options.isLive() && options.output == OutputKind::kText && LiveScreen::isPossible()) {
        screen.emplace(input->name());
    }
    if (options.isLive()) confineSelf();
    const std::uint64_t most = options.count.value_or(std::numeric_limits<std::uint64_t>::max());
    const bool needs_packets = options.isLive() || trap != nullptr;
    (needs_packets ? readPackets : readSegments)(
        most, *input, {filter, tracker, *output, out, trap.get(), screen ? &*screen : nullptr});
    screen.reset();
    stop.reset();
    const int read = input->tellProblems();
    if (read == kNothingRead || !tellMisfit(filter)) return kNothingRead;
    if (live) live->end();
    tracker.askWitness();
    int written = 0;
    if (trap != nullptr && !(options.reader_may_leave && !trap->hasReader())) {
        written = trap->finish(tracker.analysis());
    } else if (options.canReadTwice() && options.wantsCopy()) {
        written = writeCopy(tracker.analysis(), output->findings(tracker.analysis()),
                            options.files.front(), input->frames(), options.copy, filter);
    }
    tracker.finish();
    output->end(tracker.analysis(), {input->frames(), input->dropped()});
    out.flush();
    tellGivenUp(tracker);
    tellBegunAnew(tracker);
    tellMissingFlows(*output);
    const bool is_whole = !out.failed() && !output->lacksFlows();
    const int joined = tellRefused(output->findings()) ? kRecordRefused : 0;
    return std::max({read, written, joined, is_whole ? 0 : kNotWritten});
}

/// Each file of a shard, one after the other.
int runShard(const Options& options) {
    Options one = options;
    std::size_t read = 0;
    int worst = 0;
    for (std::size_t i = options.shard->number - 1; i < options.files.size();
         i += options.shard->of) {
        one.files = {options.files[i]};
        const int status = runOne(one);
        if (std::ferror(stdout) != 0) return kNotWritten;
        worst = std::max(worst, status);
        read += status != kNothingRead;
    }
    if (worst == 0) return 0;
    return read == 0 ? kNothingRead : kPartRead;
}

}  // namespace

int run(const Options& options) {
    if (options.both_ends) return runBothEnds(options);
    return options.shard ? runShard(options) : runOne(options);
}

}  // namespace finrst
