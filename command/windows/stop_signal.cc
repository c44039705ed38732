// SPDX-License-Identifier: GPL-2.0-or-later
#include "stop_signal.h"

#include <windows.h>

#include <atomic>

namespace finrst {

namespace {

std::atomic<bool> has_come = false;
HANDLE reading_thread = nullptr;

void note() {
    has_come = true;
    CancelSynchronousIo(reading_thread);
}

/// Called in a thread of its own.
BOOL WINAPI onConsole(DWORD /*event*/) {
    note();
    return TRUE;
}

void CALLBACK onTimer(void* /*none*/, BOOLEAN /*fired*/) {
    note();
}

}  // namespace

StopSignal::StopSignal() {
    const HANDLE self = GetCurrentProcess();
    DuplicateHandle(self, GetCurrentThread(), self, &reading_thread, 0, FALSE,
                    DUPLICATE_SAME_ACCESS);
    SetConsoleCtrlHandler(onConsole, TRUE);
}

StopSignal::~StopSignal() {
    SetConsoleCtrlHandler(onConsole, FALSE);
}

void StopSignal::comeAfter(std::chrono::seconds time) {
    HANDLE timer = nullptr;
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(time);
    CreateTimerQueueTimer(&timer, nullptr, onTimer, nullptr,
                          static_cast<DWORD>(milliseconds.count()), 0, WT_EXECUTEONLYONCE);
}

bool StopSignal::came() {
    return has_come;
}

}  // namespace finrst
