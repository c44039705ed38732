// SPDX-License-Identifier: GPL-2.0-or-later
#include "modules.h"

#include "version.h"

#include <wsutil/filesystem.h>
#include <wsutil/report_message.h>

#include <string_view>
#include <system_error>

namespace finrst {

namespace {

constexpr const char* kHowToBuild =
    "In the folder of finrst's sources, two commands build it, with what it needs, and put it "
    "where Wireshark looks:\n\n"
    "    samples/demo.sh\n"
    "    sudo cmake --install build/release\n\n"
    "Then start Wireshark again. (Where finrst came as a Debian package, wireshark-finrst-qt is "
    "the "
    "dialog.)";

GModule* plugin_module;

DialogModule without(const std::string& why) {
    return {nullptr, why + ".\n\n" + kHowToBuild};
}

/// Null where the module has no such symbol.
void* symbolOf(GModule* module, const char* name) {
    void* symbol = nullptr;
    return g_module_symbol(module, name, &symbol) ? symbol : nullptr;
}

}  // namespace

char qtMajor() {
    using Version = const char* (*)();
    static GModule* const kProcess = g_module_open(nullptr, G_MODULE_BIND_LAZY);
    static const auto kVersion = reinterpret_cast<Version>(symbolOf(kProcess, "qVersion"));
    return kVersion != nullptr ? kVersion()[0] : '\0';
}

void rememberPlugin(GModule* plugin) {
    plugin_module = plugin;
}

std::filesystem::path pluginPath() {
    return g_module_name(plugin_module);
}

void tellOfAnotherPlugin() noexcept {
    const std::filesystem::path loaded = pluginPath();
    for (const char* folder :
         {get_plugins_dir_with_version(), get_plugins_pers_dir_with_version()}) {
        const auto other = std::filesystem::path(folder) / "epan" / loaded.filename();
        std::error_code error;
        if (!std::filesystem::exists(other, error)) continue;
        if (std::filesystem::equivalent(other, loaded, error)) continue;
        report_warning(
            "finrst was loaded from %s. The one in %s is not used: take one of them away.",
            loaded.c_str(), other.c_str());
    }
}

std::filesystem::path dialogPath() {
    const std::string name = std::string("finrst_ui_qt") + qtMajor() + "." G_MODULE_SUFFIX;
    return pluginPath().parent_path() / "finrst" / name;
}

/// What does not fit stays loaded: Qt may know of it by then.
DialogModule loadDialog(const std::filesystem::path& path) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
        return without("The dialog of finrst is not installed: there is no " + path.string());
    }
    GModule* module = g_module_open(path.c_str(), G_MODULE_BIND_LOCAL);
    if (module == nullptr) {
        return without(std::string("The dialog of finrst cannot be loaded: ") + g_module_error());
    }
    const auto* types = static_cast<const char*>(symbolOf(module, FINRST_DIALOG_TYPES));
    if (types == nullptr || types != std::string_view(FINRST_TYPES)) {
        return without(path.string() + " does not belong to this finrst: it was built from " +
                       (types != nullptr ? types : "an older one") + ", the plugin from " +
                       FINRST_TYPES);
    }
    void* show = symbolOf(module, FINRST_SHOW_DIALOG);
    if (show == nullptr) return without(path.string() + " is not a dialog of finrst");
    return {reinterpret_cast<FinrstShowDialog>(show), {}};
}

}  // namespace finrst
