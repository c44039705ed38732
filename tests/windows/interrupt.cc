// SPDX-License-Identifier: GPL-2.0-or-later
// interrupt.exe CAPTURE COMMAND: runs a command whose standard input is a pipe that holds the
// capture and stays open; presses Ctrl-C when all of it is read. Exits as the command does.
#include <windows.h>

#include <fstream>
#include <iterator>
#include <string>

namespace {

struct Pipe {
    HANDLE read_end = nullptr;
    HANDLE write_end = nullptr;
};

/// With room for `octets`; its end to read from is for the command, too.
Pipe pipeWith(const std::string& octets) {
    Pipe pipe;
    const auto size = static_cast<DWORD>(octets.size());
    CreatePipe(&pipe.read_end, &pipe.write_end, nullptr, size);
    SetHandleInformation(pipe.read_end, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    DWORD written = 0;
    WriteFile(pipe.write_end, octets.data(), size, &written, nullptr);
    return pipe;
}

HANDLE start(wchar_t* command, HANDLE input) {
    STARTUPINFOW how{};
    how.cb = sizeof how;
    how.dwFlags = STARTF_USESTDHANDLES;
    how.hStdInput = input;
    how.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
    how.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    PROCESS_INFORMATION started{};
    CreateProcessW(nullptr, command, nullptr, nullptr, TRUE, 0, nullptr, nullptr, &how, &started);
    return started.hProcess;
}

bool isEmpty(const Pipe& pipe) {
    DWORD left = 0;
    return PeekNamedPipe(pipe.read_end, nullptr, 0, nullptr, &left, nullptr) != 0 && left == 0;
}

/// Ctrl-C is for all of a console: this program goes on.
BOOL WINAPI ignore(DWORD /*event*/) {
    return TRUE;
}

}  // namespace

int wmain(int /*count*/, wchar_t** arguments) {
    SetConsoleCtrlHandler(ignore, TRUE);
    std::ifstream capture(arguments[1], std::ios::binary);
    const Pipe pipe = pipeWith({std::istreambuf_iterator<char>(capture), {}});
    const HANDLE process = start(arguments[2], pipe.read_end);
    while (!isEmpty(pipe)) Sleep(10);
    Sleep(500);  // it reads on, and waits
    GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
    constexpr DWORD kPatience = 20'000;
    DWORD status = WaitForSingleObject(process, kPatience);
    if (status != WAIT_OBJECT_0) TerminateProcess(process, status);
    GetExitCodeProcess(process, &status);
    return static_cast<int>(status);
}
