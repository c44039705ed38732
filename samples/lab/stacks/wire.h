// SPDX-License-Identifier: GPL-2.0-or-later
// The wire of lwIP's host: Ethernet frames, each one read() or write() of a file descriptor.

#pragma once

#include <lwip/netif.h>

// Brings the interface up: the descriptor carries its frames.
// The network is a /24. Requires a running tcpip thread.
void wireUp(struct netif* netif, int frames, const char* address, const char* gateway);

// Hands the next frame to lwIP.
void wireReceive(struct netif* netif);
