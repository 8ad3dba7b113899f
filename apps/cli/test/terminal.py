"""Runs a program on a pseudo terminal: what comes on standard input is typed, what is shown goes to standard output.

The program has the descriptors of this one besides, a channel to its parent among them. Its exit code is this one's.
"""
import fcntl, os, pty, select, struct, sys, termios

child, terminal = pty.fork()
if child == 0:
    os.execv(sys.argv[1], sys.argv[1:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
while True:
    ready, _, _ = select.select([terminal, 0], [], [])
    try:
        data = os.read(ready[0], 65536)
    except OSError:
        data = b""
    if not data:
        break
    os.write(1 if ready[0] == terminal else terminal, data)
if ready[0] == 0:
    os.kill(child, 9)
_, status = os.waitpid(child, 0)
sys.exit(os.waitstatus_to_exitcode(status))
