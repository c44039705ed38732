// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

// The only door to Wireshark's headers. What differs between its versions stands here, each
// difference with the version that brought it.

#include <epan/conversation.h>
#include <epan/dissectors/packet-ip.h>
#include <epan/dissectors/packet-tcp.h>
#include <epan/exceptions.h>
#include <epan/expert.h>
#include <epan/ipproto.h>
#include <epan/packet.h>
#include <epan/prefs.h>
#include <epan/proto.h>
#include <epan/tap.h>
#include <ws_symbol_export.h>
#include <ws_version.h>

// 4.2: plugins describe what they register.
#if __has_include(<wsutil/plugins.h>)
#include <wsutil/plugins.h>
#endif
