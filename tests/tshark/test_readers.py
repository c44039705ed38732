# SPDX-License-Identifier: GPL-2.0-or-later
"""tshark without -2 has nothing analysed that nobody reads. Whoever reads gets the same as from a
program that has everything analysed."""

import pytest

from tshark import by_another_name, run

VERDICT = "fin_wait_2_missing"
SENTENCE = "FIN-WAIT-2 socket"
IN_A_FEW_WORDS = "[probably FIN-WAIT-2 socket missing, answers "
LUA_FIELD = """
local verdict = Field.new("finrst.verdict")
local listener = Listener.new("tcp")
function listener.packet() if verdict() then print(verdict()) end end
"""
LUA_POSTDISSECTOR = """
local verdict = Field.new("finrst.verdict")
local reader = Proto("reader", "Reads a verdict")
function reader.dissector() if verdict() then print(verdict()) end end
register_postdissector(reader)
"""
LUA_LISTENER = """
local listener = Listener.new("finrst")
function listener.packet(pinfo) print("reset in frame", pinfo.number) end
"""
AS_ERROR = ("-o", f'uat:expert_severity:"finrst.expert.{VERDICT}","Error"')
COLUMN = 'gui.column.format:"No.","%m","Finding","{}"'


def columns(column):
    return "-o", COLUMN.format(column)


@pytest.mark.parametrize("arguments, told", [
    ((), IN_A_FEW_WORDS),
    (("-Y", "tcp.flags.reset == 1"), IN_A_FEW_WORDS),
    (("-T", "fields", "-e", "_ws.col.Info"), IN_A_FEW_WORDS),
    (("-w", "/dev/null", "-P"), IN_A_FEW_WORDS),
    (columns("%i"), IN_A_FEW_WORDS),
    (("-Y", "finrst"), "[RST]"),
    (("-Y", "finrst.verdict"), "[RST]"),
    (("-Y", f"finrst.expert.{VERDICT}"), "[RST]"),
    (("-Y", f'_ws.expert.message contains "{SENTENCE}"'), "[RST]"),
    (("-T", "fields", "-e", "finrst.verdict"), VERDICT),
    (("-T", "fields", "-e", "_ws.expert.message"), SENTENCE),
    (("-T", "json"), VERDICT),
    (("-V",), SENTENCE),
    (("-O", "finrst"), SENTENCE),
    (columns("%Cus:finrst.verdict:0:R"), VERDICT),
    (columns("%Cus:_ws.expert.message:0:R"), SENTENCE),
    ((*columns("%a"), *AS_ERROR), "Error"),
    (("-q", "-z", "expert"), SENTENCE),
    (("-q", "-z", "finrst,verdicts"), VERDICT),
    (("-q", "-z", "finrst,flows,tcp"), VERDICT),
    (("-q", "-z", "finrst,tree"), VERDICT),
    (("-q", "-z", "io,stat,0,finrst.verdict"), "|      1 |"),
    (("-z", "proto,colinfo,finrst.verdict,finrst.verdict"), VERDICT),
], ids=lambda value: " ".join(value) if isinstance(value, tuple) else "")
def test_whoever_reads_is_told(folder, incident_capture, arguments, told):
    output = run("-r", incident_capture, *arguments).stdout
    assert told in output
    program = by_another_name(folder)
    assert run("-r", incident_capture, *arguments, program=program).stdout == output


@pytest.mark.parametrize("script, told", [
    (LUA_FIELD, VERDICT),
    (LUA_POSTDISSECTOR, VERDICT),
    (LUA_LISTENER, "reset in frame\t11"),
], ids=["field", "postdissector", "listener"])
def test_lua_is_told(folder, incident_capture, script, told):
    path = folder / "script.lua"
    path.write_text(script)
    assert told in run("-r", incident_capture, "-X", f"lua_script:{path}").stdout


def test_what_is_captured_now_is_told(incident_capture):
    """A capture that comes through a pipe is read once, as by tshark -i."""
    printed = run("-i", "-", "-Y", "finrst.verdict", stdin=incident_capture.read_bytes()).stdout
    assert "[RST]" in printed
