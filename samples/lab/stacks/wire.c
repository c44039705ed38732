// SPDX-License-Identifier: GPL-2.0-or-later

#include "wire.h"

#include <lwip/etharp.h>
#include <lwip/ethip6.h>
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
    netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_MLD6 | NETIF_FLAG_LINK_UP;
    netif->output = etharp_output;
    netif->output_ip6 = ethip6_output;
    netif->linkoutput = transmit;
    return ERR_OK;
}

static void addIp6(struct netif* netif, const ip6_addr_t* own) {
    s8_t index;
    netif_create_ip6_linklocal_address(netif, 1);
    netif_ip6_addr_set_state(netif, 0, IP6_ADDR_PREFERRED);  // nobody else has it
    netif_add_ip6_address(netif, own, &index);
    netif_ip6_addr_set_state(netif, index, IP6_ADDR_PREFERRED);
}

void wireUp(struct netif* netif, int frames, const char* address, const char* gateway) {
    ip_addr_t own, router;
    ip4_addr_t mask;
    ipaddr_aton(address, &own);
    ipaddr_aton(gateway, &router);
    IP4_ADDR(&mask, 255, 255, 255, 0);
    LOCK_TCPIP_CORE();
    if (IP_IS_V4(&own)) {
        netif_add(netif, ip_2_ip4(&own), &mask, ip_2_ip4(&router), (void*)(intptr_t)frames, plug,
                  tcpip_input);
    } else {
        netif_add_noaddr(netif, (void*)(intptr_t)frames, plug, tcpip_input);
        addIp6(netif, ip_2_ip6(&own));
    }
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
