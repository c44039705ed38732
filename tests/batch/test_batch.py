# SPDX-License-Identifier: GPL-2.0-or-later
"""Many captures: one JSON for each, one report of them all, on this machine and on others."""

import collections
import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

import ssh_server
from tshark import EVERY_SAMPLE, REPOSITORY, as_somebody, environment, sample_path, share

BATCH = REPOSITORY / "batch" / "finrst-batch"
FEW = ("abort-linger-zero", "half-open-fin", "overflow-client-closes", "refused")

pytestmark = pytest.mark.skipif(not shutil.which("parallel"), reason="not installed: parallel")
needs_ssh = pytest.mark.skipif(bool(ssh_server.missing()), reason=ssh_server.missing())


@pytest.fixture
def folder():
    path = Path(tempfile.mkdtemp())
    share(path)
    for name in ("captures", "reports", "home"):
        (path / name).mkdir()
        share(path / name)
    yield path
    shutil.rmtree(path)


def start(*arguments, folder, **variables):
    return subprocess.Popen(
        as_somebody(BATCH, *arguments),
        env={**environment(folder / "home"), **variables},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="surrogateescape")


def call(*arguments, folder, **variables):
    """Returns the finished process."""
    with start(*arguments, folder=folder, **variables) as process:
        out, err = process.communicate()
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def batch(folder, *machines, **variables):
    """Returns the finished process and the merged report."""
    finished = call(folder / "captures", folder / "reports", *machines, folder=folder, **variables)
    return finished, json.loads(finished.stdout or "null")


def before_finrst(folder, script):
    """The PATH on which a shell script stands before the real finrst; "$5" is the first capture."""
    program = folder / "bin" / "finrst"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\nexec {shutil.which('finrst')} \"$@\"\n")
    program.chmod(0o755)
    return f"{program.parent}:{os.environ['PATH']}"


def problems_by_capture(merged):
    return {problem["capture"]: problem for problem in merged["problems"]}


def put_samples(folder, names=FEW):
    for name in names:
        shutil.copy(sample_path(name), folder / "captures")


def by_finrst(capture):
    """The text of its document."""
    return subprocess.run(["finrst", "-o", "json", capture], check=True, capture_output=True,
                          text=True).stdout


def test_all_samples(folder):
    names = [path.stem for path in EVERY_SAMPLE]
    put_samples(folder, names)
    finished, merged = batch(folder)
    assert finished.returncode == 0, finished.stderr
    assert merged["problems"] == []
    assert [capture["capture"] for capture in merged["captures"]] == sorted(
        f"{name}.pcapng" for name in names)

    reports = {path.name.removesuffix(".json"): json.loads(path.read_text())
               for path in (folder / "reports").iterdir()}
    assert len(reports) == len(names)
    flows = sum(len(report["flows"]) for report in reports.values())
    assert len(merged["flows"]) == flows
    verdicts = collections.Counter()
    sent = collections.Counter()
    for report in reports.values():
        verdicts.update(report["verdicts"])
        sent.update({host["address"]: host["resets_sent"] for host in report["hosts"]})
    assert merged["verdicts"] == verdicts
    assert {host["address"]: host["resets_sent"] for host in merged["hosts"]} == sent
    connections = sum(service["connections"] for report in reports.values()
                      for service in report["services"])
    assert sum(service["connections"] for service in merged["services"]) == connections


def test_the_same_incident_of_several_captures_is_one(folder):
    names = ["overflow-client-closes", "overflow-no-timestamps", "refused"]
    put_samples(folder, names)
    _, merged = batch(folder)
    overflow, refused = sorted(merged["incidents"], key=lambda incident: -incident["connections"])
    assert overflow["kind"] == "tw_table_full" and refused["kind"] == "port_closed"
    assert overflow["captures"] == [f"{name}.pcapng" for name in names[:2]]
    parts = [incident for name in names[:2]
             for incident in json.loads(by_finrst(sample_path(name)))["incidents"]]
    assert overflow["connections"] == sum(part["connections"] for part in parts)
    assert overflow["time"] == min(part["time"] for part in parts)
    assert merged["incidents"] == [refused, overflow]


def test_the_document_of_a_capture_is_what_finrst_tells(folder):
    put_samples(folder)
    batch(folder)
    for name in FEW:
        report = folder / "reports" / f"{name}.pcapng.json"
        assert report.read_text() == by_finrst(sample_path(name))


def copies(folder, number):
    """So many that a job takes several of them, each another than the one before."""
    for i in range(number):
        shutil.copy(sample_path(FEW[i % len(FEW)]), folder / "captures" / f"{i:03}")


def test_a_process_for_several_captures_tells_what_one_for_each_tells(folder):
    copies(folder, 150)
    log = folder / "home" / "log"
    path = before_finrst(folder, f"echo $(($# - 4)) >>{log}")
    finished, merged = batch(folder, PATH=path)
    assert finished.returncode == 0, finished.stderr
    sizes = list(map(int, log.read_text().split()))
    trial = 1
    assert sum(sizes) == 150 + trial and max(sizes) == 3
    expected = [by_finrst(sample_path(name)) for name in FEW]
    for i in range(150):
        assert (folder / "reports" / f"{i:03}.json").read_text() == expected[i % len(FEW)]
    assert [flow["capture"] for flow in merged["flows"]] == [
        f"{i:03}" for i in range(150) for _ in json.loads(expected[i % len(FEW)])["flows"]]


@pytest.mark.parametrize("does", ("kill -9 $PPID", "exit 1", "exit 0"))
def test_of_several_captures_only_the_one_to_blame_is_lost(folder, does):
    copies(folder, 150)
    _, whole = batch(folder)
    (folder / "captures" / "077").write_text("bad")
    path = before_finrst(
        folder, f'for file; do if [ "$(head -c 3 "$file")" = bad ]; then {does}; fi; done')
    finished, merged = batch(folder, PATH=path)
    assert finished.returncode == 1
    assert list(problems_by_capture(merged)) == ["077"]
    for part in ("captures", "flows"):
        assert merged[part] == [one for one in whole[part] if one["capture"] != "077"]


def test_subfolders_and_odd_names(folder):
    name = "a b'c $(d).pcapng"
    (folder / "captures" / "sub").mkdir()
    shutil.copy(sample_path("refused"), folder / "captures" / "sub" / name)
    finished, merged = batch(folder)
    assert finished.returncode == 0, finished.stderr
    assert [flow["capture"] for flow in merged["flows"]] == [f"sub/{name}"]
    assert (folder / "reports" / "sub" / f"{name}.json").exists()


def test_a_broken_capture_is_named_and_harms_no_other(folder):
    put_samples(folder)
    _, whole = batch(folder)
    captures = folder / "captures"
    sample = sample_path("half-open-fin").read_bytes()
    (captures / "cut.pcapng").write_bytes(sample[:-10])
    (captures / "noise.pcapng").write_bytes(b"noise" * 100)
    finished, merged = batch(folder)
    assert finished.returncode == 1
    problems = problems_by_capture(merged)
    assert sorted(problems) == ["cut.pcapng", "noise.pcapng"]
    assert "middle of a packet" in problems["cut.pcapng"]["complaint"]
    assert problems["cut.pcapng"]["reported"]
    assert problems["noise.pcapng"]["complaint"]
    assert not (folder / "reports" / "noise.pcapng.json").exists()
    assert [flow for flow in merged["flows"] if flow["capture"] not in problems] == whole["flows"]


ODD_NAMES = ("-", "--help", "X", "X.seq", "X.err", "X.json", "a\nb", "{}", "trial", "n" * 250)
TOO_LONG = ("n" * 251, "n" * 255)  # with .json, they are


def test_odd_names(folder):
    captures, reports = folder / "captures", folder / "reports"
    for name in ODD_NAMES + TOO_LONG:
        shutil.copy(sample_path("refused"), captures / name)
    shutil.copy(sample_path("refused"), os.fsencode(captures) + b"/caf\xe9")
    finished, merged = batch(folder)
    assert finished.returncode == 1
    assert sorted(flow["capture"] for flow in merged["flows"]) == sorted(
        (*ODD_NAMES, *TOO_LONG, "caf\\xe9"))
    problems = problems_by_capture(merged)
    assert sorted(problems) == sorted(TOO_LONG)
    assert all("too long" in problem["complaint"] and problem["reported"]
               for problem in problems.values())
    assert sorted(os.listdir(os.fsencode(reports))) == sorted(
        [b"caf\xe9.json", *(os.fsencode(f"{name}.json") for name in ODD_NAMES)])


def test_two_reports_of_one_name(folder):
    (folder / "captures" / "X.json").mkdir()
    for name in ("W", "X", "X.json/Y", "Z"):
        shutil.copy(sample_path("refused"), folder / "captures" / name)
    finished, merged = batch(folder)
    assert finished.returncode == 1
    assert [flow["capture"] for flow in merged["flows"]] == ["W", "X", "X.json/Y", "Z"]
    assert list(problems_by_capture(merged)) == ["X.json/Y"]
    assert sorted(path.name for path in (folder / "reports").iterdir()) == [
        "W.json", "X.json", "Z.json"]


def test_a_place_too_deep_to_read_is_named(folder):
    put_samples(folder, FEW[:1])
    place = os.open(folder / "captures", os.O_RDONLY)
    for _ in range(20):
        os.mkdir("d" * 250, dir_fd=place)
        deeper = os.open("d" * 250, os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = deeper
    os.close(place)
    finished, merged = batch(folder)
    assert finished.returncode == 1
    assert len(merged["captures"]) == 1
    (problem,) = merged["problems"]
    assert "too long" in problem["complaint"]
    assert not problem["reported"]


def test_a_report_folder_that_cannot_be_written(folder):
    put_samples(folder)
    (folder / "reports").rmdir()
    (folder / "reports").write_text("a file")
    finished, merged = batch(folder)
    assert finished.returncode == 1
    assert len(merged["captures"]) == len(FEW)
    assert [problem["reported"] for problem in merged["problems"]] == [True] * len(FEW)
    assert all("reports" in problem["complaint"] for problem in merged["problems"])


@pytest.fixture
def disk(folder):
    """A folder that takes 16 KiB."""
    path = folder / "disk"
    path.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k,mode=777", "tmpfs", path]
    if subprocess.run(mount, check=False, stderr=subprocess.DEVNULL).returncode:
        pytest.skip("only root may mount a small disk")
    yield path
    subprocess.run(["umount", "--lazy", path], check=True)


def test_a_disk_that_fills_with_reports(folder, disk):
    put_samples(folder)
    finished = call(folder / "captures", disk, folder=folder)
    merged = json.loads(finished.stdout)
    assert finished.returncode == 1
    assert len(merged["captures"]) == len(FEW)
    assert all("No space left" in problem["complaint"] and problem["reported"]
               for problem in merged["problems"])
    lost = {f"{problem['capture']}.json" for problem in merged["problems"]}
    assert lost and {path.name for path in disk.iterdir()} == {
        f"{name}.pcapng.json" for name in FEW} - lost
    assert all(json.loads(path.read_text()) for path in disk.iterdir())


def test_a_disk_that_fills_while_the_captures_are_read(folder, disk):
    put_samples(folder)
    finished, merged = batch(folder, TMPDIR=str(disk))
    assert finished.returncode == 1
    assert len(merged["problems"]) == len(FEW)
    assert all("TMPDIR" in problem["complaint"] and not problem["reported"]
               for problem in merged["problems"])
    assert not list(disk.iterdir()) and not list((folder / "reports").iterdir())


@pytest.mark.parametrize("document", ("[]", "null", "[1", '{"hosts": 1}', "[" * 100000))
def test_a_document_that_is_no_report(folder, document):
    put_samples(folder, FEW[:1])
    shutil.copy(sample_path("refused"), folder / "captures" / "odd")
    (folder / "document").write_text(document)
    path = before_finrst(
        folder, f'cmp -s "$5" {sample_path("refused")} && exec cat {folder}/document')
    finished, merged = batch(folder, PATH=path)
    assert finished.returncode == 1
    assert len(merged["captures"]) == 1
    problem = {"capture": "odd", "status": 0, "complaint": "", "reported": False}
    assert merged["problems"] == [problem]


def beginnings():
    """Captures that were cut in their first blocks, by name."""
    pcapng = sample_path("refused").read_bytes()
    pcap = bytes.fromhex("d4c3b2a1020004000000000000000000ffff000001000000")
    first_block = int.from_bytes(pcapng[4:8], "little")
    for name, whole, lengths in (
            ("pcapng", pcapng, (1, 4, 8, 11, 12, 28, 100, first_block - 1, first_block + 40)),
            ("pcap", pcap, (1, 4, 23)),
            ("gz", gzip.compress(pcapng), (1, 2, 10, 60))):
        for length in lengths:
            yield f"{name}.{length}", whole[:length]


def test_what_is_no_capture(folder):
    files = {"empty": b"", "text": b"some text", "list.json": b"[1, 2]", "page.xml": b"<?xml?><a/>",
             "picture.gif": b"GIF89a....", "numbers": b"1\n2\n3\n", **dict(beginnings())}
    for name, octets in files.items():
        (folder / "captures" / name).write_bytes(octets)
    finished, merged = batch(folder)
    assert finished.returncode == 1
    problems = problems_by_capture(merged)
    assert sorted(problems) == sorted(files)
    assert all(problem["complaint"] for problem in problems.values())
    # With four octets, a pcapng is known for one; it holds nothing.
    reported = {name for name, problem in problems.items() if problem["reported"]}
    assert reported == {name for name in files if name.startswith("pcapng.")} - {"pcapng.1"}
    assert {capture["capture"] for capture in merged["captures"]} == reported
    assert not any(capture["segments"] for capture in merged["captures"])
    assert {path.name for path in (folder / "reports").iterdir()} == {
        f"{name}.json" for name in reported}


def test_reports_are_written_whole(folder):
    put_samples(folder, ["refused"])
    batch(folder)
    report, before = folder / "reports" / "refused.pcapng.json", folder / "before"
    os.link(report, before)
    text = before.read_text()
    shutil.copy(sample_path("half-open-fin"), folder / "captures" / "refused.pcapng")
    batch(folder)
    assert before.read_text() == text
    assert report.read_text() == by_finrst(sample_path("half-open-fin"))
    assert list(report.parent.iterdir()) == [report]


def test_reports_of_captures_that_are_gone(folder):
    captures, reports = folder / "captures", folder / "reports"
    put_samples(folder, FEW[:3])
    (captures / "sub").mkdir()
    shutil.copy(sample_path("refused"), captures / "sub")
    batch(folder)
    own = {"own.json": '{"mine": 1}', "notes.txt": "notes", "list.json": "[]"}
    for name, text in own.items():
        (reports / name).write_text(text)

    gone, broken, kept = (f"{name}.pcapng" for name in FEW[:3])
    (captures / gone).unlink()
    (captures / broken).write_text("some text")
    shutil.rmtree(captures / "sub")
    _, merged = batch(folder)
    assert list(problems_by_capture(merged)) == [broken]
    assert sorted(path.name for path in reports.iterdir()) == sorted([f"{kept}.json", *own])


def test_captures_below_the_reports_stay(folder):
    put_samples(folder, FEW[:1])
    document = folder / "captures" / "saved.json"
    document.write_text(by_finrst(sample_path("refused")))
    call(folder / "captures", folder, folder=folder)
    assert document.exists()


def test_without_finrst(folder):
    put_samples(folder)
    finished, merged = batch(folder, PATH=before_finrst(folder, "echo not found >&2; exit 127"))
    assert finished.returncode == 1
    assert len(merged["problems"]) == len(FEW)
    assert all("not found" in problem["complaint"] for problem in merged["problems"])


def test_a_capture_that_ends_its_job_is_tried_again_and_harms_no_other(folder):
    put_samples(folder)
    _, whole = batch(folder)
    (folder / "captures" / "bad").write_text("bad")
    log = folder / "home" / "log"
    path = before_finrst(
        folder, f'[ "$(head -c 3 "$5")" != bad ] || {{ echo bad >>{log}; kill -9 $PPID; }}')
    finished, merged = batch(folder, PATH=path)
    assert finished.returncode == 1
    assert "left out" not in finished.stderr
    (problem,) = merged.pop("problems")
    assert (problem["capture"], problem["status"]) == ("bad", None)
    assert log.read_text().split() == ["bad"] * 3
    del whole["problems"]
    assert merged == whole


def test_a_signal_leaves_nothing_behind(folder):
    put_samples(folder, FEW[:2])
    place, begun = folder / "temporary", folder / "home" / "begun"
    place.mkdir()
    share(place)
    path = before_finrst(
        folder, f'case $5 in *trial) ;; */0) echo $$ >{begun}.0; exec sleep 60;; '
        f'*) echo 1 >{begun}.1; exec sleep 5;; esac')
    with start(folder / "captures", folder / "reports", "2/:", folder=folder, PATH=path,
               TMPDIR=str(place)) as process:
        job = int(wait_for(Path(f"{begun}.0")))
        wait_for(Path(f"{begun}.1"))  # so parallel knows of the one before
        process.terminate()
        process.communicate(timeout=30)
    assert process.returncode == 128 + signal.SIGTERM
    assert list(place.iterdir()) == []
    assert not is_running(job)


def is_running(process):
    """A zombie is not."""
    try:
        return " (zombie)" not in Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False


def wait_for(file):
    """Returns what stands in the file, when something does."""
    for _ in range(600):
        if file.exists() and file.read_text():
            return file.read_text()
        time.sleep(0.1)
    raise AssertionError(f"there is no {file}")


def test_reports_among_the_captures_are_refused(folder):
    finished = call(folder / "captures", folder / "captures" / "reports", folder=folder)
    assert finished.returncode == 2
    assert "inside" in finished.stderr


@pytest.mark.parametrize("name", ("nowhere", "file"))
def test_a_wrong_folder_is_named(folder, name):
    (folder / "file").write_text("a file")
    finished = call(folder / name, folder / "reports", folder=folder)
    assert finished.returncode == 2
    assert f"{folder / name}: " in finished.stderr
    assert finished.stdout == ""


def test_help(folder):
    finished = call("--help", folder=folder)
    assert finished.returncode == 0
    assert finished.stdout.startswith("usage: finrst-batch FOLDER REPORTS [MACHINE,...]")
    assert call(folder=folder).returncode == 2


@pytest.mark.parametrize("machines, missing", [((), "parallel"), (("1/:",), "rsync")])
def test_a_program_that_is_missing_is_named(folder, machines, missing):
    (folder / "python3").symlink_to(sys.executable)
    for program in {"setpriv", "parallel"} - {missing}:
        (folder / program).symlink_to(shutil.which(program))
    finished = call(folder / "captures", folder / "reports", *machines, folder=folder,
                    PATH=str(folder))
    assert finished.returncode == 2
    assert f"{missing} is not installed" in finished.stderr


@needs_ssh
def test_other_machines(folder):
    put_samples(folder)
    _, here = batch(folder)
    with ssh_server.SshServer(folder / "ssh") as server:
        machines = ",".join(f"1/{server.login(host)}" for host in ("one", "two"))
        finished, there = batch(folder, machines)
        assert finished.returncode == 0, finished.stderr
        assert there == here
        trials = 2
        assert server.commands().count("GNU_Parallel_worker") == len(FEW) + trials
        assert not list(server.home.rglob("*.pcapng")), "copies are left behind"

        finished, both = batch(folder, f"{machines},1/:")
        assert finished.returncode == 0, finished.stderr
        assert both == here


@needs_ssh
def test_a_machine_that_cannot_be_reached(folder):
    put_samples(folder, FEW[:1])
    finished, merged = batch(folder, "1/ssh -o BatchMode=yes -p 1 127.0.0.1")
    assert finished.returncode == 1
    assert [problem["capture"] for problem in merged["problems"]] == [f"{FEW[0]}.pcapng"]
    assert "refused" in merged["problems"][0]["complaint"]


def test_a_machine_that_refuses_is_left_out_after_its_first_failure(folder):
    """Its share is done by the others. Nobody waits for a password or for the dead."""
    put_samples(folder)
    _, here = batch(folder)
    log = folder / "home" / "log"
    path = before_finrst(folder, "")
    refuses = folder / "bin" / "ssh"
    refuses.write_text(f"#!/bin/sh\nprintf '%s ' \"$@\" >>{log}\n"
                       "echo 'Connection refused' >&2\nexit 255\n")
    refuses.chmod(0o755)
    finished, merged = batch(folder, "8/refuses,2/:", PATH=path)
    assert finished.returncode == 0
    assert merged == here
    assert finished.stderr.count("8/refuses is left out: ") == 1
    assert "Connection refused" in finished.stderr
    options = log.read_text()
    assert options.count("mkdir") == 1, "it was tried again"
    for option in ("BatchMode=yes", "ConnectTimeout=", "ServerAliveInterval="):
        assert option in options


@needs_ssh
@pytest.mark.parametrize("number", (signal.SIGKILL, signal.SIGSTOP))
def test_a_machine_that_dies_in_the_midst_of_a_job(folder, number):
    """SIGKILL: its peers are told; SIGSTOP: it falls silent."""
    put_samples(folder)
    _, here = batch(folder)
    begun = folder / "home" / "begun"
    dies = (f"#!/bin/sh\ncase $5 in *trial) exec {shutil.which('finrst')} \"$@\";; esac\n"
            f"echo '{{'; echo begun >{begun}; exec sleep 40\n")
    with ssh_server.SshServer(folder / "one") as good, \
            ssh_server.SshServer(folder / "two", finrst=dies) as bad:
        machines = f"1/{good.login('one')},2/{bad.login('two')}"
        with start(folder / "captures", folder / "reports", machines, folder=folder) as process:
            wait_for(begun)
            bad.kill(number)
            out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    assert json.loads(out) == here
    assert err.count("is left out") == 1
    assert f"{bad.config} two is left out" in err


@needs_ssh
def test_what_one_machine_cannot_do_is_done_by_another(folder):
    """The trial tells nothing: as where the disk takes no large capture."""
    put_samples(folder)
    _, here = batch(folder)
    fails = (f"#!/bin/sh\ncase $5 in *trial) exec {shutil.which('finrst')} \"$@\";; esac\n"
             "kill -9 $PPID\n")
    with ssh_server.SshServer(folder / "one") as good, \
            ssh_server.SshServer(folder / "two", finrst=fails) as bad:
        finished, merged = batch(folder, f"1/{good.login('one')},2/{bad.login('two')}")
    assert finished.returncode == 0, finished.stderr
    assert merged == here
    assert "left out" not in finished.stderr
