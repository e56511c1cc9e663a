#!/bin/sh
# What the tests need: a Chromium, a Java for the Nu HTML checker, Pango for the booklet's PDF, and poppler to draw one.
# On Debian and its kin they are installed when we may; elsewhere a sentence says what to do.
set -eu

found() {
    for name in "$@"; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

library() {
    { ldconfig -p || /sbin/ldconfig -p; } 2>/dev/null | grep -q "$1"
}

wanted=""
found chromium chromium-browser google-chrome google-chrome-stable || wanted="chromium"
found java || wanted="$wanted default-jre-headless"
if found apt-get; then
    # Draws a printed page, for its QR code to be read; elsewhere that test is skipped.
    found pdftoppm || wanted="$wanted poppler-utils"
    library libpango-1.0 && library libharfbuzz-subset ||
        wanted="$wanted libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
fi
[ -n "$wanted" ] || exit 0

if found apt-get; then
    if [ "$(id -u)" = 0 ]; then
        as_root=""
    elif found sudo && sudo -n true 2>/dev/null; then
        as_root="sudo"
    else
        echo "The tests need:$wanted. Install them: sudo apt-get install $wanted" >&2
        exit 1
    fi
    export DEBIAN_FRONTEND=noninteractive
    $as_root apt-get update -qq
    # shellcheck disable=SC2086
    $as_root apt-get install -y -qq --no-install-recommends $wanted >/dev/null
else
    echo "The tests need Chromium (or Google Chrome), Java 11 or newer, and Pango." >&2
    echo "Install them with your system's package manager, then run this again." >&2
    exit 1
fi
