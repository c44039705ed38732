// SPDX-License-Identifier: GPL-2.0-or-later
// The only user of Wireshark's interface for plugins to its GUI (plugin_if.h).

#include "gui_door.h"

#include "dissector.h"
#include "modules.h"
#include "selected_frames_tap.h"
#include "session.h"
#include "taps.h"
#include "wireshark_api.h"

#include <epan/addr_resolv.h>
#include <epan/timestamp.h>
#include <epan/to_str.h>
#include <wsutil/filesystem.h>
#include <wsutil/report_message.h>

#include <algorithm>
#include <string>

#if __has_include(<epan/plugin_if.h>)
#include <epan/plugin_if.h>
#else
// 4.7 (by its headers; no such Wireshark was tried): a library of the window has it,
// libuiqt_plugin, which is not there where tshark is installed alone. The plugin loads without it.
#include <uiqt/plugin_if.h>
#pragma weak ext_menubar_register_menu
#pragma weak ext_menubar_set_parentmenu
#pragma weak ext_menubar_add_entry
#pragma weak plugin_if_get_capture_file
#pragma weak plugin_if_goto_frame
#pragma weak plugin_if_apply_filter
#define FINRST_WINDOW_MAY_BE_MISSING
#endif

namespace finrst {

namespace {

/// Whether what belongs to the window may be called.
bool hasWindowLibrary() {
#ifdef FINRST_WINDOW_MAY_BE_MISSING
    return ext_menubar_register_menu != nullptr;
#else
    return true;
#endif
}

/// How much of the file has been read, from 0 to 1; negative where it is not known. Once a file has
/// been read, its sequential side is closed (`wtap_sequential_close`), and must not be asked for
/// its place: when a filter is applied, the packets are read again without it.
double progressOf(const capture_file& file) {
    if (file.state != FILE_READ_IN_PROGRESS || file.provider.wth == nullptr) return -1;
    int error = 0;
    const std::int64_t size = wtap_file_size(file.provider.wth, &error);
    if (size <= 0) return -1;
    const std::int64_t read = wtap_read_so_far(file.provider.wth);
    return std::clamp(static_cast<double>(read) / static_cast<double>(size), 0.0, 1.0);
}

/// View, Time Display Format.
TimeDisplay timeDisplay() {
    switch (timestamp_get_type()) {
        case TS_ABSOLUTE_WITH_YMD:
        case TS_ABSOLUTE_WITH_YDOY:
            return TimeDisplay::kDateAndTime;
        case TS_UTC:
            return TimeDisplay::kUtcTimeOfDay;
        case TS_UTC_WITH_YMD:
        case TS_UTC_WITH_YDOY:
            return TimeDisplay::kUtcDateAndTime;
        case TS_EPOCH:
            return TimeDisplay::kEpoch;
        default:
            return TimeDisplay::kTimeOfDay;
    }
}

/// What Wireshark's window knows of its capture.
void* readState(capture_file* file, void* data) noexcept {
    auto* state = static_cast<CaptureState*>(data);
    if (file == nullptr) return nullptr;
    state->open = file->state != FILE_CLOSED;
    state->reading = file->state == FILE_READ_IN_PROGRESS || file->read_lock;
    if (file->read_lock) state->progress = progressOf(*file);
    if (file->filename != nullptr) state->name = get_basename(file->filename);
    if (file->is_tempfile) state->name.clear();
    if (file->dfilter != nullptr) state->display_filter = file->dfilter;
    if (file->current_frame != nullptr) state->selected_frame = file->current_frame->num;
    state->time_display = timeDisplay();
    state->resolves_names = gbl_resolv_flags.network_name;
    return nullptr;
}

/// Not null: all packets have been read.
void* readWhetherAll(capture_file* file, void*) noexcept {
    const bool all = file != nullptr && file->state == FILE_READ_DONE && !file->read_lock;
    return all ? file : nullptr;
}

/// What keeps a copy of the file from being right; empty: nothing.
std::string obstacleOf(const capture_file& file) {
    if (file.state != FILE_READ_DONE || file.read_lock) {
        return "Wireshark is still capturing or reading. Wait until it has finished, or stop the "
               "capture, then save.";
    }
    if (file.rfcode != nullptr) {
        return "Wireshark was started with a read filter (-R), and has numbered only the packets "
               "that it let through. Open the file without -R, then save.";
    }
    if (file.unsaved_changes) {
        return "The capture has changes that are not in its file yet, such as comments, and that a "
               "copy would miss. Save the capture in Wireshark's own window first.";
    }
    return {};
}

void* readFile(capture_file* file, void* data) noexcept {
    auto* found = static_cast<CaptureFile*>(data);
    if (file == nullptr || file->filename == nullptr) {
        found->obstacle = "No capture is open.";
        return nullptr;
    }
    found->path = file->filename;
    found->frames = file->count;
    found->obstacle = obstacleOf(*file);
    return nullptr;
}

/// The connections that the display filter lets through, told by the tap `finrst_segment`.
class Limit {
  public:
    ~Limit() { remove(); }

    /// Returns what is wrong with the filter, or nothing.
    std::string set(const std::string& filter) {
        remove();
        ++changes_;
        if (filter.empty()) return {};
        GString* error = addSelectionListener(
            {.data = this, .reset = reset, .packet = select, .draw = draw}, filter.c_str());
        if (error == nullptr) {
            active_ = true;
            clear();
            return {};
        }
        std::string text = error->str;
        g_string_free(error, true);
        return text;
    }

    const Selection& selection() const { return selection_; }
    std::uint64_t changes() const { return changes_; }

  private:
    void remove() {
        if (active_) removeSelectionListener(this);
        active_ = false;
        selection_.clear();
    }

    /// Never empty while it is active: an empty selection stands for all connections.
    void clear() { selection_.assign(1, false); }

    static void reset(void* data) noexcept {
        auto* limit = static_cast<Limit*>(data);
        limit->clear();
        ++limit->changes_;
    }

    static tap_packet_status select(void* data, packet_info*, epan_dissect_t*, const void* tapped,
                                    tap_flags_t) noexcept {
        const std::uint32_t connection = *static_cast<const std::uint32_t*>(tapped);
        const bool is_new = cover(static_cast<Limit*>(data)->selection_, connection);
        return is_new ? TAP_PACKET_REDRAW : TAP_PACKET_DONT_REDRAW;
    }

    static void draw(void* data) noexcept { ++static_cast<Limit*>(data)->changes_; }

    Selection selection_;
    std::uint64_t changes_ = 0;
    bool active_ = false;
};

class WiresharkSource : public AnalysisSource {
  public:
    std::uint64_t generation() const override { return sessionGeneration(); }
    std::uint64_t revision() const override { return limit_.changes() + sessionRevision(); }
    const CaptureAnalysis* analysis() const override { return analyseWaiting(); }
    std::vector<HostFinding> hostFindings() const override { return finrst::hostFindings(); }
    std::vector<PlaceFinding> placeFindings() const override { return finrst::placeFindings(); }
    std::string switchedOff() const override {
        const char* reason = finrst::switchedOff();
        return reason != nullptr ? reason : "";
    }

    CaptureState state() const override {
        CaptureState state;
        plugin_if_get_capture_file(readState, &state);
        return state;
    }

    std::string nameOf(const Address& address) const override {
        if (!gbl_resolv_flags.network_name) return {};
        const auto& bytes = address.bytes();
        const std::size_t size = address.isV4() ? Address::kV4Size : Address::kV6Size;
        ::address wanted;
        set_address(&wanted, address.isV4() ? AT_IPv4 : AT_IPv6, static_cast<int>(size),
                    bytes.data() + bytes.size() - size);
        const char* name = address_to_name(&wanted);
        return name == nullptr || address.toString() == name ? "" : name;
    }

    const Selection& selection() const override { return limit_.selection(); }
    std::string limitTo(const std::string& filter) override { return limit_.set(filter); }

    void goToFrame(std::uint32_t frame) override { plugin_if_goto_frame(frame); }
    void applyFilter(const std::string& filter) override {
        plugin_if_apply_filter(filter.c_str(), true);
    }

    CaptureFile file() const override {
        CaptureFile file;
        plugin_if_get_capture_file(readFile, &file);
        return file;
    }
    std::unique_ptr<SelectedFrames> gatherFrames(const CopySelection& selection) override {
        return gatherSelectedFrames(*this, selection);
    }

    std::string settingsFile() const override {
        char* path = get_persconffile_path("finrst_dialog.ini", true);
        std::string text = path;
        g_free(path);
        return text;
    }

  private:
    Limit limit_;
};

/// Lives as long as the process: the dialog closes before Wireshark unloads its plugins.
WiresharkSource& source() {
    static auto* const kSource = new WiresharkSource;
    return *kSource;
}

void showDialog(ext_menubar_gui_type, void*, void*) noexcept {
    static DialogModule dialog;
    if (dialog.show == nullptr) dialog = loadDialog(dialogPath());
    if (dialog.show != nullptr) {
        dialog.show(&source());
    } else {
        report_failure("%s", dialog.problem.c_str());
    }
}

}  // namespace

bool hasWindowRead() {
    return hasWindowLibrary() && plugin_if_get_capture_file(readWhetherAll, nullptr) != nullptr;
}

void registerMenu(int proto) {
    if (!hasWindowLibrary()) return;
    ext_menu_t* menu = ext_menubar_register_menu(proto, "&FIN-RST Analysis", true);
    ext_menubar_set_parentmenu(menu, "Statistics");
    ext_menubar_add_entry(menu, "&Statistics...",
                          "Which connections were reset, why, and what to do", showDialog, nullptr);
}

}  // namespace finrst
