// SPDX-License-Identifier: GPL-2.0-or-later

#include "wire.h"

#include <lwip/etharp.h>
#include <lwip/tcpip.h>
#include <string.h>
#include <unistd.h>

enum { kMtu = 1500, kFrame = kMtu + SIZEOF_ETH_HDR };

static int descriptorOf(const struct netif* netif) {
    return (int)(intptr_t)netif->state;
}

static err_t transmit(struct netif* netif, struct pbuf* chain) {
    char frame[kFrame];
    u16_t length = pbuf_copy_partial(chain, frame, sizeof frame, 0);
    return write(descriptorOf(netif), frame, length) == length ? ERR_OK : ERR_IF;
}

static err_t plug(struct netif* netif) {
    static const u8_t kAddress[] = {0x02, 0, 0, 0, 0, 0x02};
    memcpy(netif->hwaddr, kAddress, sizeof kAddress);
    netif->hwaddr_len = sizeof kAddress;
    netif->mtu = kMtu;
    netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_LINK_UP;
    netif->output = etharp_output;
    netif->linkoutput = transmit;
    return ERR_OK;
}

void wireUp(struct netif* netif, int frames, const char* address, const char* gateway) {
    ip4_addr_t own, mask, router;
    ip4addr_aton(address, &own);
    ip4addr_aton(gateway, &router);
    IP4_ADDR(&mask, 255, 255, 255, 0);
    LOCK_TCPIP_CORE();
    netif_add(netif, &own, &mask, &router, (void*)(intptr_t)frames, plug, tcpip_input);
    netif_set_default(netif);
    netif_set_up(netif);
    UNLOCK_TCPIP_CORE();
}

void wireReceive(struct netif* netif) {
    char frame[kFrame];
    ssize_t length = read(descriptorOf(netif), frame, sizeof frame);
    if (length <= 0) return;
    struct pbuf* chain = pbuf_alloc(PBUF_RAW, (u16_t)length, PBUF_POOL);
    pbuf_take(chain, frame, (u16_t)length);
    if (netif->input(chain, netif) != ERR_OK) pbuf_free(chain);
}
