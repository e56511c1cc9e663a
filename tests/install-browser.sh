#!/bin/sh
# What the browser tests need: a Chromium, and a Java for the Nu HTML checker.
# On Debian and its kin they are installed when we may; elsewhere a sentence says what to do.
set -eu

found() {
    for name in "$@"; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

wanted=""
found chromium chromium-browser google-chrome google-chrome-stable || wanted="chromium"
found java || wanted="$wanted default-jre-headless"
[ -n "$wanted" ] || exit 0

if found apt-get; then
    if [ "$(id -u)" = 0 ]; then
        as_root=""
    elif found sudo && sudo -n true 2>/dev/null; then
        as_root="sudo"
    else
        echo "The browser tests need:$wanted. Install them: sudo apt-get install $wanted" >&2
        exit 1
    fi
    export DEBIAN_FRONTEND=noninteractive
    $as_root apt-get update -qq
    # shellcheck disable=SC2086
    $as_root apt-get install -y -qq --no-install-recommends $wanted >/dev/null
else
    echo "The browser tests need Chromium (or Google Chrome) and Java 11 or newer." >&2
    echo "Install them with your system's package manager, then run this again." >&2
    exit 1
fi
