// SPDX-License-Identifier: GPL-2.0-or-later
// The wire of lwIP's host: Ethernet frames, each one read() or write() of a file descriptor.

#pragma once

#include <lwip/netif.h>

// Brings the interface up: the descriptor carries its frames. In IPv4 the network is a /24 and the
// gateway is told; in IPv6 a router tells itself. Requires a running tcpip thread.
void wireUp(struct netif* netif, int frames, const char* address, const char* gateway);

// Hands the next frame to lwIP.
void wireReceive(struct netif* netif);
