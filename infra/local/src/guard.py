"""guard.py DIRECTORY COMMAND...: runs the command until it or our standard input ends.

Then everything in this process group ends, the functions that the command has started included, and
the directory goes. Whoever holds the other end of the input may be killed: its end is seen here.
"""
import os
import shutil
import signal
import subprocess
import sys
import threading

directory, *command = sys.argv[1:]
child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
ended = threading.Event()


def wait_for_input():
    sys.stdin.buffer.read()
    ended.set()


def wait_for_child():
    child.wait()
    ended.set()


signal.signal(signal.SIGTERM, signal.SIG_IGN)
for wait in (wait_for_input, wait_for_child):
    threading.Thread(target=wait, daemon=True).start()
ended.wait()
if child.poll() is None:
    child.kill()
    child.wait()
    shutil.rmtree(directory, ignore_errors=True)
os.killpg(os.getpgrp(), signal.SIGKILL)
