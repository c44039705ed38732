# SPDX-License-Identifier: GPL-2.0-or-later
"""What befalls real programs, on many connections at a time: one incident each."""

import fcntl
import os
import socket
import subprocess
import tempfile
from pathlib import Path

from ..conversation import pause, try_to_connect
from ..expectations import SOME
from ..scenario import scenario
from ..stack import file_server, python_server, redis_server

REDIS = redis_server.PORT
HTTP = file_server.PORT
UPLOAD = 40_000  # octets, which curl sends behind its header at once
CONNECTIONS = 5
BARE_ACK = "tcp flags & (psh | ack) == ack"
SMALL_PIPE = 4096
BOOT = 0.5  # seconds


def deploy(lab, server, **settings):
    """Starts a server program on the server, which runs until the lab ends; returns what it is
    controlled by."""
    directory = Path(lab.keep(tempfile.TemporaryDirectory()))
    return lab.keep(server(lab.server, directory, **settings))


def run_curl(lab, url, *options, stdin=b""):
    """Runs curl on the client to its end."""
    curl = lab.client.namespace.start("curl", "--silent", "--output", "/dev/null", *options, url,
                                      stdin=subprocess.PIPE)
    curl.communicate(stdin)
    pause()


def use_redis(lab, count=CONNECTIONS):
    """Connections to Redis, each behind one request."""
    connections = [lab.client.connect(lab.server, REDIS) for _ in range(count)]
    for connection in connections:
        ask_redis(connection)
    return connections


def ask_redis(connection):
    connection.sendall(b"PING\r\n")
    connection.recv(100)


def stall_redis(lab, seconds):
    """One command keeps Redis busy for that time."""
    connection = lab.client.connect(lab.server, REDIS)
    connection.sendall(f"DEBUG SLEEP {seconds}\r\n".encode())
    pause()


@scenario()
def process_killed(lab, expect):
    """Redis is killed (SIGKILL, as by a kernel that runs out of memory) while a long command keeps it
    from reading what its other clients ask."""
    redis = deploy(lab, redis_server.redis_server)
    connections = use_redis(lab)
    stall_redis(lab, 30)
    for connection in connections:
        connection.sendall(b"GET key:1\r\n")
    pause()
    redis.kill()
    pause()
    expect.reset(lab.server, "TCP_ABORT_ON_CLOSE", "abort", "none", cause="unread_data",
                 times=CONNECTIONS)
    expect.fact(incidents=["process_gone"])


@scenario()
def service_restarted(lab, expect):
    """Redis is stopped and started again; meanwhile its port refuses who connects."""
    redis = deploy(lab, redis_server.redis_server)
    use_redis(lab)
    redis.stop()
    for _ in range(3):
        try_to_connect(lab.client, lab.server, REDIS)
    redis.start()
    use_redis(lab)
    expect.reset(lab.server, "NO_SOCKET", "refused", "syn", times=3)
    expect.fact(incidents=["port_closed"])


@scenario()
def host_rebooted(lab, expect):
    """The server loses its power and comes back with Redis; nothing tells its clients, which send
    their next requests on the connections that they had."""
    redis = deploy(lab, redis_server.redis_server)
    connections = use_redis(lab)
    with lab.server.mute("meta l4proto tcp"):
        redis.kill()
        lab.server.namespace.run("ss", "-K", "sport", "=", f":{REDIS}")
        pause(BOOT)
    redis.start()
    for connection in connections:
        connection.sendall(b"PING\r\n")
    pause()
    for _ in connections:
        expect.uncaptured_reset("TCP_STATE")
    expect.reset(lab.server, "TCP_FLAGS", "half_open", "data", times=CONNECTIONS)
    expect.fact(incidents=["host_lost"])


@scenario()
def close_wait_behind_stall(lab, expect):
    """A long command stalls Redis; its other clients wait for a second and close. When Redis goes
    on, it answers those whose close it had been told of seconds ago."""
    deploy(lab, redis_server.redis_server)
    connections = use_redis(lab)
    stall_redis(lab, 4)
    for connection in connections:
        connection.sendall(b"PING\r\n")
    pause(1)
    for connection in connections:
        connection.close()
    pause(4)
    expect.reset(lab.client, "TCP_TIMEWAIT_SOCKET", "data_after_close", "data", decidable=False,
                 times=SOME)
    expect.fact(incidents=["close_wait"])


@scenario()
def port_scan(lab, expect):
    """nmap asks for forty ports of the server, of which all are closed."""
    lab.client.namespace.run("nmap", "-sS", "-Pn", "-n", "-r", "--max-retries", "0", "-p", "1-40",
                             lab.server.address)
    expect.reset(lab.server, "NO_SOCKET", "refused", "syn", times=40)
    expect.fact(incidents=["scan"])


@scenario()
def keep_alive_race(lab, expect):
    """nginx closes connections that are idle for two seconds; the client uses them until then, and on
    a slow line its requests cross nginx's FINs."""
    lab.client.set_tcp(tcp_early_retrans=0)
    deploy(lab, file_server.file_server, keepalive_timeout="2s")
    connections = [lab.client.connect(lab.server, HTTP) for _ in range(3)]
    get_all(lab, connections)
    pause(1.5)
    get_all(lab, connections)
    pause(1.95)
    with lab.router.losing(BARE_ACK, towards=lab.server), lab.router.slow(lab.server):
        queue_before(lab)
        for connection in connections:
            connection.sendall(request(lab))
        pause(0.4)
    expect.reset(lab.server, "TCP_ABORT_ON_DATA", "data_after_close", "data",
                 cause="keepalive_race", times=3)
    expect.fact(incidents=["keepalive_race"])


def queue_before(lab):
    """What the client sends now waits some 100 ms at the slow line to the server."""
    other = lab.client.socket(socket.SOCK_DGRAM)
    for _ in range(5):
        other.sendto(bytes(40), (lab.server.address, 9))


def request(lab):
    return f"GET / HTTP/1.1\r\nHost: {lab.server.address}\r\n\r\n".encode()


def get_all(lab, connections):
    """A request on each connection, and the answers."""
    for connection in connections:
        connection.sendall(request(lab))
    for connection in connections:
        connection.recv(1000)


@scenario()
def reuse_after_close(lab, expect):
    """nginx closes connections that are idle for a second; the client never looks, and sends its
    next requests on them two seconds later."""
    deploy(lab, file_server.file_server, keepalive_timeout="1s")
    connections = [lab.client.connect(lab.server, HTTP) for _ in range(3)]
    get_all(lab, connections)
    pause(3)
    for connection in connections:
        connection.sendall(request(lab))
    pause()
    expect.reset(lab.server, "TCP_TIMEWAIT_SOCKET", "data_after_close", "data",
                 cause="reuse_after_close", decidable=False, times=3)
    expect.fact(incidents=["reuse_after_close"])


@scenario()
def upload_refused(lab, expect):
    """curl uploads to Python's web server, which answers 501 and closes without having read it."""
    deploy(lab, python_server.python_server)
    run_curl(lab, f"http://{lab.server.address}:{python_server.PORT}/", "--header", "Expect:",
             "--data-binary", "@-", stdin=bytes(UPLOAD))
    expect.reset(lab.server, "TCP_ABORT_ON_CLOSE", "abort", "none", cause="unread_data")
    expect.fact(incidents=["upload_refused"])


@scenario()
def download_cut(lab, expect):
    """curl downloads from nginx, twice, into a pipe that nobody empties (a pager at its first page);
    its user ends it."""
    lab.client.set_tcp(tcp_rmem="4096 16384 32768")
    deploy(lab, file_server.file_server)
    for _ in range(2):
        page, pipe = os.pipe()
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, SMALL_PIPE)
        curl = lab.client.namespace.start("curl", "--silent", f"http://{lab.server.address}/large",
                                          stdout=pipe)
        pause(0.5)
        curl.terminate()
        curl.wait()
        pause()
        os.close(pipe)
        os.close(page)
    expect.reset(lab.client, "TCP_ABORT_ON_CLOSE", "abort", "none", cause="unread_data", times=2)
    expect.fact(incidents=["client_aborts"])


@scenario()
def tls_goodbye(lab, expect):
    """nginx closes behind each answer; curl says goodbye by a close_notify of TLS, and nobody is left
    to hear it."""
    deploy(lab, file_server.file_server, keepalive_timeout="0")
    for _ in range(3):
        run_curl(lab, f"https://{lab.server.address}/", "--insecure")
    expect.reset(lab.server, "TCP_TIMEWAIT_SOCKET", "data_after_close", "data", decidable=False,
                 times=3)
    expect.fact(incidents=["harmless_tail"])
