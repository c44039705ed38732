// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "module.h"

#include <gmodule.h>

#include <filesystem>
#include <string>

namespace finrst {

// What is loaded in this process.

/// The Qt that is in this process, '5' or '6'; 0: none, this is not the window.
char qtMajor();

/// To be called once, when the plugin has been loaded as `plugin`.
void rememberPlugin(GModule* plugin);
/// The file that the plugin was loaded from.
std::filesystem::path pluginPath();
/// Wireshark loads one of those that are installed for everybody and for the user: where there are
/// two, says which.
void tellOfAnotherPlugin() noexcept;

/// Where the dialog's module for `qtMajor()` belongs: beside the plugin, in a folder that Wireshark
/// does not search for plugins.
std::filesystem::path dialogPath();

/// The function that opens the dialog, or why there is none, and what to do about it.
struct DialogModule {
    FinrstShowDialog show = nullptr;
    std::string problem;
};
/// Loads the dialog's module. Nothing of it is called unless it was built with this plugin's types.
DialogModule loadDialog(const std::filesystem::path& path);

}  // namespace finrst
