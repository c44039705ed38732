# SPDX-License-Identifier: GPL-2.0-or-later
# To be sourced, in a folder for it: what Debian has for Linux alone, to be built for Windows.

# With lists of its own: those of the machine need not name sources.
apt_sources() {
    apt-get -qq -o Dir::Etc::SourceList="$PWD/sources.list" -o Dir::Etc::SourceParts=- \
        -o Dir::State::Lists="$PWD/lists" -o Dir::Cache="$PWD/cache" -o APT::Sandbox::User= "$@"
}

# archives NAME...: sources are looked for in these.
archives() {
    printf 'deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s main\n' \
        "${@/#/http://deb.debian.org/}" >sources.list
}

# unpack_sources PACKAGE...: the newest of them, which apt fetches and checks.
unpack_sources() {
    mkdir -p lists cache
    local suite
    suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
    archives "debian $suite" "debian $suite-updates" "debian-security $suite-security"
    if apt_sources update && apt_sources source "$@" >/dev/null; then return; fi
    echo "Not all mirrors have sources of security updates: taking those of the release." >&2
    archives "debian $suite" "debian $suite-updates"
    apt_sources update && apt_sources source "$@" >/dev/null
}
