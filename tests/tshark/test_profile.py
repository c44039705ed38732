# SPDX-License-Identifier: GPL-2.0-or-later
"""The profile for Wireshark: its columns, colouring rules and filter buttons."""

import csv
import re
import shutil

import pytest

from tshark import REPOSITORY, fields, run, sample_path, share

PROFILE = REPOSITORY / "plugin" / "profile"
SAMPLE = sample_path("overflow-client-closes")
LEAST_CONTRAST = 4.5  # WCAG 2, 1.4.3: text that people with low vision can read


def lines_of(name):
    text = (PROFILE / name).read_text()
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def coloring_rules():
    """Name, filter, background and foreground of each rule."""
    for line in lines_of("colorfilters"):
        _, name, display_filter, colors = line.split("@", 3)
        background, foreground = re.findall(r"\[(\d+),(\d+),(\d+)\]", colors)
        yield name, display_filter, background, foreground


@pytest.fixture
def home(folder):
    """A user's home with the profile in it."""
    profiles = folder / ".config" / "wireshark" / "profiles"
    profiles.mkdir(parents=True)
    shutil.copytree(PROFILE, profiles / "finrst")
    for path in (folder, *folder.rglob("*")):
        share(path)
    return folder


def test_the_columns_show_verdict_and_links(home):
    printed = run("-C", "finrst", "-2", "-r", SAMPLE, "-Y", "tcp.flags.fin == 1 || finrst.verdict",
                  home=home)
    assert printed.stderr == ""
    *_, fin, reset = printed.stdout.splitlines()
    assert re.search(r" 44 TCP .*\[FIN, ACK\]", fin)
    assert re.search(r" fin_wait_2_missing tw_bucket_overflow 43 1 41 +TCP .*\[RST\]", reset)


def test_each_coloring_rule_is_understood(home):
    printed = run("-C", "finrst", "-2", "-r", SAMPLE, "--color", "-T", "psml", home=home)
    assert printed.stderr == ""


@pytest.mark.parametrize("sample, rule", [
    ("overflow-client-closes", "RST: socket missing"),
    ("overflow-client-closes", "FIN that led to that RST"),
    ("overflow-client-closes", "Affected conversation"),
    ("router-resets-fin", "RST from a box in between"),
    ("refused", "RST for another reason"),
])
def test_what_a_rule_colors(home, sample, rule):
    found = fields(sample_path(sample), "frame.coloring_rule.name",
                   options=("-C", "finrst", "-2", "--color"), home=home)
    assert (rule,) in found
    assert rule in [name for name, *_ in coloring_rules()]


def luminance(color):
    """WCAG 2: relative luminance of a colour in Wireshark's 16-bit channels."""
    channels = [int(channel) / 65535 for channel in color]
    red, green, blue = (channel / 12.92 if channel <= 0.04045
                        else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_each_color_can_be_read():
    for name, _, background, foreground in coloring_rules():
        assert contrast(background, foreground) >= LEAST_CONTRAST, name


def test_what_needs_attention_differs_in_brightness():
    """So that people see it who tell no colours apart: the RST, its FINs, their conversation."""
    needs_attention = ("RST: socket missing", "FIN that led to that RST", "Affected conversation")
    backgrounds = [luminance(background) for name, _, background, _ in coloring_rules()
                   if name in needs_attention]
    assert len(backgrounds) == len(needs_attention)
    assert backgrounds == sorted(backgrounds)
    assert all(lighter - darker > 0.1 for darker, lighter in zip(backgrounds, backgrounds[1:]))


def test_each_filter_button_filters():
    for enabled, label, display_filter, comment in csv.reader(lines_of("dfilter_buttons")):
        assert enabled == "TRUE" and label and comment
        assert fields(SAMPLE, "frame.number", display_filter=display_filter, options=("-2",))
