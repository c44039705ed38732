// SPDX-License-Identifier: GPL-2.0-or-later
// What a guest does for the lab: each line of standard input is a call, of those in kCalls below,
// with its words; the line of standard output that follows is "= RESULT", or "! ERRNO" where the
// kernel refused. Octets are written in hexadecimal, after an "x".

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { kLongest = 1 << 16 };

struct Octets {
    size_t size;
    unsigned char at[kLongest];
};

static char* nextWord(void) {
    char* word = strtok(NULL, " ");
    return word == NULL ? "" : word;
}

static int nextNumber(void) {
    return atoi(nextWord());
}

static const struct Octets* nextOctets(void) {
    static struct Octets octets;
    const char* digits = nextWord() + 1;
    octets.size = strlen(digits) / 2;
    for (size_t i = 0; i < octets.size; ++i) sscanf(digits + 2 * i, "%2hhx", &octets.at[i]);
    return &octets;
}

struct Address {
    struct sockaddr_storage storage;
    socklen_t size;
};

// HOST PORT
static struct Address nextAddress(void) {
    struct Address address = {.size = 0};
    const char* host = nextWord();
    in_port_t port = htons((uint16_t)nextNumber());
    if (strchr(host, ':') != NULL) {
        struct sockaddr_in6* v6 = (struct sockaddr_in6*)&address.storage;
        *v6 = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = port};
        inet_pton(AF_INET6, host, &v6->sin6_addr);
        address.size = sizeof *v6;
    } else {
        struct sockaddr_in* v4 = (struct sockaddr_in*)&address.storage;
        *v4 = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = port};
        inet_pton(AF_INET, host, &v4->sin_addr);
        address.size = sizeof *v4;
    }
    return address;
}

static void answerNumber(long result) {
    if (result < 0) {
        printf("! %d\n", errno);
    } else {
        printf("= %ld\n", result);
    }
}

static void answerOctets(const unsigned char* octets, long size) {
    if (size < 0) {
        answerNumber(size);
        return;
    }
    fputs("= x", stdout);
    for (long i = 0; i < size; ++i) printf("%02x", octets[i]);
    putchar('\n');
}

// FAMILY TYPE PROTOCOL
static void callSocket(void) {
    int family = nextNumber(), type = nextNumber();
    answerNumber(socket(family, type, nextNumber()));
}

// SOCKET HOST PORT
static void callBind(void) {
    int fd = nextNumber();
    struct Address to = nextAddress();
    answerNumber(bind(fd, (struct sockaddr*)&to.storage, to.size));
}

// SOCKET HOST PORT
static void callConnect(void) {
    int fd = nextNumber();
    struct Address to = nextAddress();
    answerNumber(connect(fd, (struct sockaddr*)&to.storage, to.size));
}

// SOCKET BACKLOG
static void callListen(void) {
    int fd = nextNumber();
    answerNumber(listen(fd, nextNumber()));
}

// SOCKET
static void callAccept(void) {
    answerNumber(accept(nextNumber(), NULL, NULL));
}

// SOCKET; the result is the port it is bound to
static void callPort(void) {
    struct Address own = {.size = sizeof own.storage};
    int status = getsockname(nextNumber(), (struct sockaddr*)&own.storage, &own.size);
    // The port stands in the same place in both families.
    answerNumber(status < 0 ? status : ntohs(((struct sockaddr_in*)&own.storage)->sin_port));
}

// SOCKET LEVEL NAME OCTETS
static void callSetOption(void) {
    int fd = nextNumber(), level = nextNumber(), name = nextNumber();
    const struct Octets* value = nextOctets();
    answerNumber(setsockopt(fd, level, name, value->at, (socklen_t)value->size));
}

// SOCKET LEVEL NAME; the result is a number
static void callOption(void) {
    int fd = nextNumber(), level = nextNumber(), name = nextNumber(), value = 0;
    socklen_t size = sizeof value;
    long status = getsockopt(fd, level, name, &value, &size);
    answerNumber(status < 0 ? status : (long)(unsigned)value);
}

// SOCKET 0 or 1
static void callSetBlocking(void) {
    int fd = nextNumber();
    answerNumber(fcntl(fd, F_SETFL, nextNumber() ? 0 : O_NONBLOCK));
}

// SOCKET FLAGS OCTETS
static void callSend(void) {
    int fd = nextNumber(), flags = nextNumber();
    const struct Octets* data = nextOctets();
    answerNumber(send(fd, data->at, data->size, flags));
}

// SOCKET SIZE
static void callReceive(void) {
    static unsigned char data[kLongest];
    int fd = nextNumber();
    size_t size = (size_t)nextNumber();
    answerOctets(data, recv(fd, data, size < sizeof data ? size : sizeof data, 0));
}

// SOCKET HOW
static void callShutdown(void) {
    int fd = nextNumber();
    answerNumber(shutdown(fd, nextNumber()));
}

// SOCKET
static void callClose(void) {
    answerNumber(close(nextNumber()));
}

// The result is the time of day (ns).
static void callClock(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    answerNumber(now.tv_sec * 1000000000L + now.tv_nsec);
}

// OCTETS, a command for the shell; the result is what it prints, then its status in one octet
static void callShell(void) {
    static struct Octets output;
    char command[kLongest];
    const struct Octets* words = nextOctets();
    snprintf(command, sizeof command, "%.*s", (int)words->size, (const char*)words->at);
    FILE* pipe = popen(command, "r");
    if (pipe == NULL) {
        answerNumber(-1);
        return;
    }
    output.size = fread(output.at, 1, sizeof output.at - 1, pipe);
    output.at[output.size++] = (unsigned char)(pclose(pipe) != 0);
    answerOctets(output.at, (long)output.size);
}

static const struct {
    const char* name;
    void (*run)(void);
} kCalls[] = {
    {"socket", callSocket},        {"bind", callBind},
    {"connect", callConnect},      {"listen", callListen},
    {"accept", callAccept},        {"port", callPort},
    {"set-option", callSetOption}, {"option", callOption},
    {"blocking", callSetBlocking}, {"send", callSend},
    {"receive", callReceive},      {"shutdown", callShutdown},
    {"close", callClose},          {"shell", callShell},
    {"clock", callClock},
};

static void answer(char* line) {
    const char* name = strtok(line, " ");
    for (size_t i = 0; name != NULL && i < sizeof kCalls / sizeof *kCalls; ++i) {
        if (strcmp(name, kCalls[i].name) == 0) {
            kCalls[i].run();
            return;
        }
    }
    errno = ENOSYS;
    answerNumber(-1);
}

int main(void) {
    static char line[3 * kLongest];
    struct termios terminal;
    if (tcgetattr(STDIN_FILENO, &terminal) == 0) {
        cfmakeraw(&terminal);
        tcsetattr(STDIN_FILENO, TCSANOW, &terminal);
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    puts("ready");
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        answer(line);
    }
    return 0;
}
