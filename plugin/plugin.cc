// SPDX-License-Identifier: GPL-2.0-or-later
// What Wireshark looks up in the shared object.

#include "dissector.h"
#include "modules.h"
#include "version.h"
#include "wireshark_api.h"

extern "C" {

// Declared first: a namespace-scope const has internal linkage otherwise, and Wireshark would skip
// the plugin without a word.
WS_DLL_PUBLIC const char plugin_version[];
WS_DLL_PUBLIC const int plugin_want_major;
WS_DLL_PUBLIC const int plugin_want_minor;
WS_DLL_PUBLIC void plugin_register(void);

const char plugin_version[] = FINRST_VERSION;
const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

#ifdef WS_PLUGIN_DESC_DISSECTOR
WS_DLL_PUBLIC uint32_t plugin_describe(void);
uint32_t plugin_describe(void) {
    return WS_PLUGIN_DESC_DISSECTOR;
}
#endif

// GModule, by which Wireshark loads plugins, calls it before anything else. Null: all is well.
G_MODULE_EXPORT const char* g_module_check_init(GModule* module);
const char* g_module_check_init(GModule* module) {
    finrst::rememberPlugin(module);
    return nullptr;
}

void plugin_register(void) {
    static const proto_plugin kPlugin = {finrst::registerProtocol, finrst::registerHandoff};
    proto_register_plugin(&kPlugin);
}

}  // extern "C"
