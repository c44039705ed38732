// SPDX-License-Identifier: GPL-2.0-or-later
// A host whose TCP is lwIP's (the "raw" API): lwip_host FRAMES ADDRESS GATEWAY
//
// FRAMES is the descriptor of its wire. Each line of standard input is a command, of those in
// kCommands below; "done" on standard output follows each. The host has one connection at a time,
// the one that was last accepted or begun, and it reads what comes at once unless it is told not
// to.

#include <lwip/priv/tcp_priv.h>  // tcp_abandon
#include <lwip/tcp.h>
#include <lwip/tcpip.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "wire.h"

static struct tcp_pcb* listener;
static struct tcp_pcb* connection;
static bool reads = true;

static void forget(void* argument, err_t error) {
    (void)argument, (void)error;
    connection = NULL;
}

static err_t receive(void* argument, struct tcp_pcb* pcb, struct pbuf* data, err_t error) {
    (void)argument, (void)error;
    if (data == NULL) return ERR_OK;  // the peer's FIN: to close is up to a command
    if (reads) tcp_recved(pcb, data->tot_len);
    pbuf_free(data);
    return ERR_OK;
}

static void hold(struct tcp_pcb* pcb) {
    connection = pcb;
    tcp_nagle_disable(pcb);
    tcp_recv(pcb, receive);
    tcp_err(pcb, forget);
}

// The connection, which from now on is lwIP's alone.
static struct tcp_pcb* letGo(void) {
    struct tcp_pcb* pcb = connection;
    tcp_recv(pcb, NULL);
    tcp_err(pcb, NULL);
    connection = NULL;
    return pcb;
}

static err_t accepted(void* argument, struct tcp_pcb* pcb, err_t error) {
    (void)argument, (void)error;
    hold(pcb);
    return ERR_OK;
}

static err_t connected(void* argument, struct tcp_pcb* pcb, err_t error) {
    (void)argument, (void)pcb, (void)error;
    return ERR_OK;
}

static void listenOn(char* words) {
    struct tcp_pcb* pcb = tcp_new_ip_type(IPADDR_TYPE_ANY);
    tcp_bind(pcb, IP_ANY_TYPE, (u16_t)atoi(words));
    listener = tcp_listen(pcb);
    tcp_accept(listener, accepted);
}

static void stopListening(char* words) {
    (void)words;
    tcp_close(listener);
}

// ADDRESS PORT FROM_PORT
static void connectTo(char* words) {
    ip_addr_t to;
    ipaddr_aton(strtok(words, " "), &to);
    u16_t port = (u16_t)atoi(strtok(NULL, " "));
    hold(tcp_new_ip_type(IP_GET_TYPE(&to)));
    ip_set_option(connection, SOF_REUSEADDR);
    tcp_bind(connection, IP_ANY_TYPE, (u16_t)atoi(strtok(NULL, " ")));
    tcp_connect(connection, &to, port, connected);
}

static void sendText(char* words) {
    tcp_write(connection, words, (u16_t)strlen(words), TCP_WRITE_FLAG_COPY);
    tcp_output(connection);
}

static void leaveUnread(char* words) {
    (void)words;
    reads = false;
}

// IDLE INTERVAL (ms) PROBES
static void keepAlive(char* words) {
    connection->keep_idle = (u32_t)atoi(strtok(words, " "));
    connection->keep_intvl = (u32_t)atoi(strtok(NULL, " "));
    connection->keep_cnt = (u32_t)atoi(strtok(NULL, " "));
    ip_set_option(connection, SOF_KEEPALIVE);
}

static void shutDown(char* words) {
    (void)words;
    tcp_shutdown(connection, 0, 1);
}

static void closeDown(char* words) {
    (void)words;
    tcp_close(letGo());
}

// What lwIP's sockets do, too, when they are closed with a lingering time of zero.
static void resetPeer(char* words) {
    (void)words;
    tcp_abort(letGo());
}

// Destroys the connection without a segment, as a crash would.
static void vanish(char* words) {
    (void)words;
    tcp_abandon(letGo(), 0);
}

static const struct {
    const char* name;
    void (*run)(char* words);
} kCommands[] = {
    {"listen", listenOn},   {"unlisten", stopListening}, {"connect", connectTo},
    {"send", sendText},     {"unread", leaveUnread},     {"keepalive", keepAlive},
    {"shutdown", shutDown}, {"close", closeDown},        {"abort", resetPeer},
    {"vanish", vanish},
};

static void run(char* line) {
    char* words = line + strcspn(line, " ");
    if (*words != '\0') *words++ = '\0';
    for (size_t at = 0; at < sizeof kCommands / sizeof *kCommands; ++at) {
        if (strcmp(line, kCommands[at].name) == 0) {
            LOCK_TCPIP_CORE();
            kCommands[at].run(words);
            UNLOCK_TCPIP_CORE();
            puts("done");
            return;
        }
    }
    printf("no such command: %s\n", line);
}

static void startLwip(void) {
    sys_sem_t ready;
    sys_sem_new(&ready, 0);
    tcpip_init((tcpip_init_done_fn)sys_sem_signal, &ready);
    sys_sem_wait(&ready);
}

int main(int count, char** words) {
    if (count != 4) return 2;
    int frames = atoi(words[1]);
    struct netif netif;
    setvbuf(stdout, NULL, _IOLBF, 0);
    startLwip();
    wireUp(&netif, frames, words[2], words[3]);
    struct pollfd sources[] = {{STDIN_FILENO, POLLIN, 0}, {frames, POLLIN, 0}};
    while (poll(sources, 2, -1) > 0) {
        if (sources[1].revents) wireReceive(&netif);
        char line[200];
        if (sources[0].revents) {
            ssize_t length = read(STDIN_FILENO, line, sizeof line - 1);
            if (length <= 0) break;
            line[length - 1] = '\0';  // in place of the line's end
            run(line);
        }
    }
    return 0;
}
