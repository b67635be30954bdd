"""Runs Patroni, and sees to it that no postgres outlives it.

    keep.py patroni PROGRAMS DATA PASSWORD NAME KEY ENDPOINT...   what the supervisor starts
    keep.py postgres PROGRAM ARGUMENT...                          what Patroni starts as postgres

PROGRAMS is the folder of the programs of PostgreSQL, DATA its data folder, PASSWORD the file with
the password of its superuser, NAME the name of this server, KEY where etcd keeps the name of the
leader, ENDPOINT a member of etcd. The settings of Patroni are beside this file.

The keeper adopts the postgres that Patroni starts (the kernel gives it to the nearest process that
has asked for orphans), so it hears of its death at once and from the kernel. From that follows:

- When Patroni ends, the keeper kills postgres. When the keeper itself is killed, the kernel kills
  both: they have asked for it.
- When postgres dies although nobody stopped it, the keeper kills what is left of it, and only then
  gives up the leadership in etcd, if it is its own. So another takes over at once and not when the
  leadership would have run out. It never does so for a postgres that lives.
- When postgres gives nobody an answer for some seconds, because it was halted or hangs, the keeper
  kills it and Patroni. Nobody need tell slow from dead then: it is dead.
- When the disk takes nothing for some seconds, the keeper kills both, too. Processes that wait for
  the disk die when it answers, without another word to anybody; the leadership is given up before.
- When the leadership has run out or gone to another while postgres here still runs as the primary,
  because it or Patroni was halted meanwhile, the keeper kills both. Such a postgres could be read
  by those who have not noticed, and such a Patroni takes the leadership back without looking, once
  postgres answers it again.
- When a replica has not come along for some time, though a primary runs elsewhere, because its data
  are lost or damaged, or what it has missed is not kept any more, the keeper ends both and deletes
  its data: the next Patroni copies them anew.

A keeper that starts finds out whether it led when it was killed, and gives that up in the same way.
"""

import base64
import ctypes
import http.client
import json
import os
import shlex
import shutil
import signal
import socket
import struct
import sys
import threading
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
KEEPER = "PANDO_KEEPER"
USER = "pando"
PYTHON = "/usr/bin/python3"
# While one hands over to the next nobody can write. Patroni 3 looks once a second whether postgres
# has stopped. Then it writes down how far it was, which no replica needs that has received all; and
# the next one, before it leads, takes away what the operator has asked for, which may be later.
# Whoever is to lead asks all how far they are. One whose postgres has died a moment ago would try
# again after a second, and hold it up; it says at once that it does not know.
PATRONI = """
import threading
import patroni.postgresql
from patroni.__main__ import main
from patroni.api import RestApiHandler
from patroni.dcs import AbstractDCS
from patroni.ha import Ha

patroni.postgresql.STOP_POLLING_INTERVAL = 0.005
release = Ha.release_leader_key_voluntarily
Ha.release_leader_key_voluntarily = lambda ha, last_lsn=None: release(ha)
status = RestApiHandler.get_postgresql_status
RestApiHandler.get_postgresql_status = lambda handler, retry=False: status(handler)
ask = AbstractDCS.manual_failover

def ask_or_forget(dcs, leader, candidate, *rest, **named):
    words = (dcs, leader, candidate) + rest
    if leader or candidate or rest or named:
        return ask(*words, **named)
    threading.Thread(target=ask, args=words, daemon=True).start()

AbstractDCS.manual_failover = ask_or_forget
main()
"""
SET_DEATH_SIGNAL = 1
SET_ADOPTING = 36
LOOK_EVERY = 0.25  # seconds
SURE_AFTER = 2  # looks
PORT_LINE = 3  # of the file in which postgres writes its process
ANSWER_LIMIT = 0.4
SILENCE = 1.0  # seconds in which a postgres that lives says one byte, also on a busy machine
SILENT_AFTER = 3  # such silences of a primary
REPLICA_SILENT_AFTER = 2  # of a replica, for which writes may be waiting: others need not take over
STUCK_AFTER = 4  # seconds in which the disk takes nothing; a busy one takes that in a second or two
DEAD_LIMIT = 1  # seconds until processes that were killed are gone, unless they wait for the disk
LOST_AFTER = 20  # seconds in which a replica does not come along; one segment takes less than one
COPIED_AGAIN_AFTER = 600  # seconds: what a copy does not mend is not mended by more of them
COPIER = "pg_basebackup"
TOOLS = (COPIER, "pg_rewind", "postgres")  # with which Patroni mends a replica
# A copy comes in bursts, some a second. It gets a tenth of what others get who want a processor: in
# a session of its own, since the kernel weighs sessions against one another. With less it could not
# say in time that it is there (wal_sender_timeout). It ends with Patroni.
LAST = '{ echo 10 >/proc/self/autogroup; } 2>/dev/null; exec nice -n 10 "$@"'
LAST_IN_TURN = ["setpriv", "--pdeathsig", "KILL", "setsid", "sh", "-c", LAST, "sh"]
HELLO = struct.pack("!ii", 8, 80877103)  # whether it speaks TLS: it need be nobody to say that


def ask_kernel(option, value):
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def say(text):
    print("keeper: " + text, flush=True)


def end_with(parent):
    """Has the kernel kill this process when its parent ends."""
    ask_kernel(SET_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("the keeper has ended")


class Etcd:
    """Who leads, as the members of etcd know it."""

    def __init__(self, endpoints, key, name):
        self.endpoints = endpoints
        self.key = self.coded(key)
        self.members = os.path.join(os.path.dirname(key), "members")
        self.name = name

    @staticmethod
    def coded(text):
        return base64.b64encode(text.encode()).decode()

    def ask(self, path, question):
        """The answer of the first that gives one; None: none does."""
        for endpoint in self.endpoints:
            try:
                request = urllib.request.Request(
                    "http://" + endpoint + path, json.dumps(question).encode()
                )
                with urllib.request.urlopen(request, timeout=ANSWER_LIMIT) as answer:
                    return json.load(answer)
            except (OSError, ValueError, http.client.HTTPException):
                pass
        return None

    def value(self, key):
        """What is written under a key; empty: nothing; None: nobody knows."""
        answer = self.ask("/v3/kv/range", {"key": key})
        if answer is None:
            return None
        values = answer.get("kvs", [])
        return base64.b64decode(values[0]["value"]).decode() if values else ""

    def leader(self):
        """The name of the leader; empty: there is none; None: nobody knows."""
        return self.value(self.key)

    def runs(self, name):
        """Whether the Patroni of a server says that postgres runs there as the primary."""
        said = json.loads(self.value(self.coded(os.path.join(self.members, name))) or "{}")
        return said.get("state") == "running" and said.get("role") in ("master", "primary")

    def resign(self):
        """Gives up the leadership, if it is our own."""
        mine = {"key": self.key, "target": "VALUE", "value": self.coded(self.name)}
        answer = self.ask(
            "/v3/kv/txn",
            {"compare": [mine], "success": [{"request_delete_range": {"key": self.key}}]},
        )
        if answer and answer.get("succeeded"):
            say("gave up the leadership")


def script(folder, name, words):
    """Makes a program that starts another, with what it is told itself at the end."""
    path = os.path.join(folder, name)
    if os.path.lexists(path):
        os.remove(path)
    with open(path, "w") as file:
        file.write('#!/bin/sh\nexec %s "$@"\n' % " ".join(map(shlex.quote, words)))
    os.chmod(path, 0o700)


def prepare(programs, password):
    """Makes the folder of programs that Patroni uses, and tells it who it is there."""
    own = os.path.join(HERE, "bin")
    os.makedirs(own, exist_ok=True)
    for name in os.listdir(programs):
        path = os.path.join(own, name)
        if name not in ("postgres", COPIER) and not os.path.lexists(path):
            os.symlink(os.path.join(programs, name), path)
    words = [PYTHON, "-E", "-s", "-S", os.path.abspath(__file__), "postgres"]
    script(own, "postgres", words + [os.path.join(programs, "postgres")])
    script(own, COPIER, LAST_IN_TURN + [os.path.join(programs, COPIER)])
    with open(password) as file:
        secret = file.read().strip()
    for who in ("SUPERUSER", "REPLICATION", "REWIND"):
        os.environ["PATRONI_%s_USERNAME" % who] = USER
        os.environ["PATRONI_%s_PASSWORD" % who] = secret


class Keeper:
    def __init__(self, data, etcd):
        self.data = os.path.realpath(data)
        self.etcd = etcd
        self.is_lost = False
        self.segment = ""
        self.written = time.monotonic()
        if not self.is_postgres(self.postmaster()):
            etcd.resign()
        ask_kernel(SET_ADOPTING, 1)
        os.environ[KEEPER] = str(os.getpid())
        parent = os.getpid()
        self.patroni = os.fork()
        if self.patroni == 0:
            end_with(parent)
            os.execv(PYTHON, [PYTHON, "-c", PATRONI, os.path.join(HERE, "patroni.yaml")])
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda given, _: os.kill(self.patroni, given))
        threading.Thread(target=self.fence, daemon=True).start()
        threading.Thread(target=self.listen, daemon=True).start()
        threading.Thread(target=self.write, daemon=True).start()
        threading.Thread(target=self.mend, daemon=True).start()

    def run(self):
        while True:
            pid, status = os.wait()
            if pid == self.patroni:
                self.kill_postgres()
                if self.is_lost:
                    shutil.rmtree(self.data, ignore_errors=True)
                if status != 0:
                    say("Patroni has ended with status %d" % status)
                    self.etcd.resign()
                return os.waitstatus_to_exitcode(status)
            if pid == self.postmaster():  # who removes its file when it is stopped
                say("postgres (process %d) has died" % pid)
                self.kill_postgres()
                self.etcd.resign()

    def postmaster(self, line=0):
        """The process that postgres has written down, or what else; 0: it was stopped."""
        try:
            with open(os.path.join(self.data, "postmaster.pid")) as file:
                return int(file.read().splitlines()[line])
        except (OSError, ValueError, IndexError):
            return 0

    def kill_postgres(self):
        """Kills every postgres that has been adopted, and waits until none is left. One that waits
        for the disk can do nothing any more, so its leadership is not kept until it has gone."""
        start = time.monotonic()
        while adopted := self.adopted():
            for main in adopted:
                for pid in [main] + self.children(main):
                    self.kill(pid)
            if start and time.monotonic() - start > DEAD_LIMIT:
                self.etcd.resign()
                start = 0
            time.sleep(0.002)

    @staticmethod
    def kill(pid):
        try:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, os.WNOHANG)
        except (ProcessLookupError, ChildProcessError):
            pass

    def adopted(self):
        """The processes of postgres that are children of the keeper."""
        return [pid for pid in self.children(os.getpid()) if self.is_postgres(pid)]

    @classmethod
    def is_postgres(cls, pid):
        return cls.read(pid, "comm") == "postgres"

    @classmethod
    def children(cls, pid):
        """The processes that any of its threads has started."""
        try:
            threads = os.listdir("/proc/%d/task" % pid)
        except OSError:
            return []
        lists = [cls.read(pid, "task/%s/children" % thread) for thread in threads]
        return [int(child) for child in " ".join(lists).split()]

    @staticmethod
    def read(pid, what):
        """What the kernel says of a process; empty: it has ended."""
        try:
            with open("/proc/%d/%s" % (pid, what)) as file:
                return file.read().replace("\0", " ").strip()
        except OSError:
            return ""

    def fence(self):
        """Ends both when postgres here is a primary that has no leadership: seen twice, since one
        that is being stopped gives the leadership up a moment before it has ended."""
        led = False
        doubts = 0
        while doubts < SURE_AFTER:
            time.sleep(LOOK_EVERY)
            if not self.runs_primary():
                led, doubts = False, 0
                continue
            leader = self.etcd.leader()
            if leader is not None:
                led = led or leader == self.etcd.name
                lost = leader != self.etcd.name and (led or leader != "")
                doubts = doubts + 1 if lost and self.runs_primary() else 0
        say("postgres here is a primary, and it does not lead any more")
        os.kill(self.patroni, signal.SIGKILL)

    def listen(self):
        """Ends both when postgres here runs and has answered nobody for too long or cannot write."""
        silences = 0
        while not self.is_too_silent(silences) and not self.is_stuck():
            if self.is_silent() and self.adopted():
                silences += 1
            else:
                silences = 0
                time.sleep(LOOK_EVERY)
        stuck = self.is_stuck()
        say("the disk here takes nothing" if stuck else "postgres here runs and answers nobody")
        os.kill(self.patroni, signal.SIGKILL)
        if stuck:
            self.kill_postgres()  # here, since the end of Patroni may wait for the disk, too

    def is_too_silent(self, silences):
        """Sooner for a replica, but not while it may have to take over."""
        if silences < REPLICA_SILENT_AFTER or self.runs_primary():
            return silences >= SILENT_AFTER
        return silences >= SILENT_AFTER or bool(self.etcd.leader())

    def is_silent(self):
        try:
            address = ("127.0.0.1", self.postmaster(PORT_LINE))
            with socket.create_connection(address, SILENCE) as connection:
                connection.sendall(HELLO)
                connection.recv(1)
            return False
        except TimeoutError:
            return True
        except OSError:
            return False  # it does not listen yet, or any more: others see to that

    def write(self):
        """Brings a byte to the disk of postgres all the time."""
        path = os.path.join(os.path.dirname(self.data), "keeper")
        while True:
            time.sleep(LOOK_EVERY)
            try:
                with open(path, "w") as file:
                    file.write("1")
                    file.flush()
                    os.fsync(file.fileno())
                self.written = time.monotonic()
            except OSError:
                self.written = time.monotonic()  # it is full, or not there: others see to that

    def is_stuck(self):
        return time.monotonic() - self.written > STUCK_AFTER and bool(self.adopted())

    def mend(self):
        """Ends both when a replica has not come along for too long, and has it copied anew: never
        while the primary is not there either, when this may be the best that is left."""
        idle = 0
        while idle < LOST_AFTER:
            time.sleep(1)
            leader = self.etcd.leader()
            is_late = leader and leader != self.etcd.name and not self.comes_along()
            idle = idle + 1 if is_late and self.may_copy() and self.etcd.runs(leader) else 0
            if not os.path.isdir(os.path.dirname(self.data)):
                break  # the supervisor makes it
        say("the replica here does not come along and is copied anew")
        with open(os.path.join(HERE, "copied"), "w"):
            self.is_lost = True
        os.kill(self.patroni, signal.SIGKILL)

    def comes_along(self):
        """Whether postgres receives what is written, or has come further, or is being mended."""
        if any(self.read(pid, "comm") in TOOLS for pid in self.children(self.patroni)):
            return True
        own = [pid for main in self.adopted() for pid in self.children(main)]
        titles = [self.read(pid, "cmdline") for pid in own]
        before = self.segment
        for title in titles:
            if ": startup " in title:
                self.segment = title.split()[-1]
        return self.segment != before or any("walreceiver streaming" in title for title in titles)

    @staticmethod
    def may_copy():
        try:
            return time.time() - os.path.getmtime(os.path.join(HERE, "copied")) > COPIED_AGAIN_AFTER
        except FileNotFoundError:
            return True

    def runs_primary(self):
        standby = os.path.join(self.data, "standby.signal")
        return not os.path.exists(standby) and bool(self.adopted())


def postgres(program, arguments):
    """Becomes postgres: a server only when the keeper is its parent, and bound to it."""
    if arguments[:1] == ["-D"] and "-C" not in arguments:
        keeper = int(os.environ[KEEPER])
        while os.getppid() != keeper:
            if not os.path.exists("/proc/%d" % keeper):
                sys.exit("the keeper has ended")
            time.sleep(0.002)
        end_with(keeper)
    os.execv(program, [program] + arguments)


if sys.argv[1] == "postgres":
    postgres(sys.argv[2], sys.argv[3:])
else:
    programs, data, password, name, key, *endpoints = sys.argv[2:]
    prepare(programs, password)
    sys.exit(Keeper(data, Etcd(endpoints, key, name)).run())
