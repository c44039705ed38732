// SPDX-License-Identifier: GPL-2.0-or-later
#include "stop_signal.h"

#include <unistd.h>

#include <csignal>
#include <initializer_list>

namespace finrst {

namespace {

volatile std::sig_atomic_t has_come = 0;

void noteSignal(int) {
    has_come = 1;
}

void onSignals(void (*handler)(int)) {
    struct sigaction action {};  // without SA_RESTART
    action.sa_handler = handler;
    for (const int signal : {SIGINT, SIGTERM, SIGALRM}) sigaction(signal, &action, nullptr);
}

}  // namespace

StopSignal::StopSignal() {
    onSignals(noteSignal);
}

StopSignal::~StopSignal() {
    onSignals(SIG_DFL);
}

void StopSignal::comeAfter(std::chrono::seconds time) {
    alarm(static_cast<unsigned>(time.count()));
}

bool StopSignal::came() {
    return has_come != 0;
}

}  // namespace finrst
