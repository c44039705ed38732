// SPDX-License-Identifier: GPL-2.0-or-later
// inet_pton and inet_ntop, under the name that POSIX has for their header.
#pragma once

#include <ws2tcpip.h>
