// SPDX-License-Identifier: GPL-2.0-or-later
// A host whose TCP is that of libslirp, which BSD's became: slirp_host FRAMES ADDRESS PORT GUEST TO
//
// FRAMES is the descriptor of its wire. Connections of others to ADDRESS reach programs at this
// machine's loopback address, and a connection of theirs to PORT there reaches port TO of GUEST.

#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <slirp/libslirp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { kMostSources = 32, kLongestFrame = 1514 };

static int frames;
static struct pollfd sources[kMostSources];
static int sourceCount;

static ssize_t transmit(const void* frame, size_t length, void* opaque) {
    (void)opaque;
    return write(frames, frame, length);
}

static void complain(const char* words, void* opaque) {
    (void)opaque;
    fprintf(stderr, "slirp_host: %s\n", words);
}

static int64_t nanoseconds(void* opaque) {
    (void)opaque;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * (int64_t)1000000000 + now.tv_nsec;
}

static void ignoreDescriptor(int descriptor, void* opaque) {
    (void)descriptor, (void)opaque;
}

static void ignore(void* opaque) {
    (void)opaque;
}

// Its timers tell others of it as a router of IPv6, which nobody here needs.
static void* newTimer(SlirpTimerCb callback, void* argument, void* opaque) {
    (void)callback, (void)argument, (void)opaque;
    return NULL;
}

static void ignoreTimer(void* timer, int64_t expiry, void* opaque) {
    (void)timer, (void)expiry, (void)opaque;
}

static Slirp* newHost(const char* address) {
    static const SlirpCb kCallbacks = {
        .send_packet = transmit,
        .guest_error = complain,
        .clock_get_ns = nanoseconds,
        .register_poll_fd = ignoreDescriptor,
        .unregister_poll_fd = ignoreDescriptor,
        .notify = ignore,
        .timer_new = newTimer,
        .timer_mod = ignoreTimer,
    };
    SlirpConfig config = {.version = 4, .disable_dns = true, .disable_dhcp = true};
    config.in_enabled = inet_pton(AF_INET, address, &config.vhost) == 1;
    config.in6_enabled = inet_pton(AF_INET6, address, &config.vhost6) == 1;
    config.vnetmask.s_addr = inet_addr("255.255.255.0");
    config.vnetwork.s_addr = config.vhost.s_addr & config.vnetmask.s_addr;
    config.vprefix_len = 64;
    memcpy(&config.vprefix_addr6, &config.vhost6, config.vprefix_len / 8);
    return slirp_new(&config, &kCallbacks, NULL);
}

static struct addrinfo* resolve(const char* address, const char* port) {
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV};
    struct addrinfo* found = NULL;
    if (getaddrinfo(address, port, &hints, &found) != 0) exit(2);
    return found;
}

static void forward(Slirp* slirp, const char* port, const char* guest, const char* to) {
    bool v6 = strchr(guest, ':') != NULL;
    struct addrinfo* loopback = resolve(v6 ? "::1" : "127.0.0.1", port);
    struct addrinfo* address = resolve(guest, to);
    slirp_add_hostxfwd(slirp, loopback->ai_addr, loopback->ai_addrlen, address->ai_addr,
                       address->ai_addrlen, 0);
    freeaddrinfo(loopback);
    freeaddrinfo(address);
}

static int add(int descriptor, int events, void* opaque) {
    (void)opaque;
    if (sourceCount == kMostSources) return -1;
    short wanted = 0;
    if (events & SLIRP_POLL_IN) wanted |= POLLIN;
    if (events & SLIRP_POLL_OUT) wanted |= POLLOUT;
    if (events & SLIRP_POLL_PRI) wanted |= POLLPRI;
    sources[sourceCount] = (struct pollfd){descriptor, wanted, 0};
    return sourceCount++;
}

static int happened(int source, void* opaque) {
    (void)opaque;
    short found = source < 0 ? 0 : sources[source].revents;
    int events = 0;
    if (found & POLLIN) events |= SLIRP_POLL_IN;
    if (found & POLLOUT) events |= SLIRP_POLL_OUT;
    if (found & POLLPRI) events |= SLIRP_POLL_PRI;
    if (found & POLLERR) events |= SLIRP_POLL_ERR;
    if (found & POLLHUP) events |= SLIRP_POLL_HUP;
    return events;
}

static void receive(Slirp* slirp) {
    uint8_t frame[kLongestFrame];
    ssize_t length = read(frames, frame, sizeof frame);
    if (length > 0) slirp_input(slirp, frame, (int)length);
}

int main(int count, char** words) {
    if (count != 6) return 2;
    frames = atoi(words[1]);
    signal(SIGPIPE, SIG_IGN);  // libslirp writes to sockets whose programs are gone
    Slirp* slirp = newHost(words[2]);
    forward(slirp, words[3], words[4], words[5]);
    puts("ready");
    fflush(stdout);
    for (;;) {
        uint32_t timeout = 1000;
        sources[0] = (struct pollfd){frames, POLLIN, 0};
        sourceCount = 1;
        slirp_pollfds_fill(slirp, &timeout, add, NULL);
        int ready = poll(sources, (nfds_t)sourceCount, (int)timeout);
        if (ready > 0 && sources[0].revents) receive(slirp);
        slirp_pollfds_poll(slirp, ready < 0, happened, NULL);  // what receive() answered goes out
    }
}
