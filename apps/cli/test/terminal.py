"""Runs a command on a pseudo terminal: waits for texts, types answers, and tells what was shown.

Reads {"argv", "env", "steps": [[expected, typed], ...], "stdout": "file or empty"} as JSON from standard
input; writes {"code", "shown"}. "typed" may be "^C", which a terminal turns into an interrupt.
"""
import fcntl, json, os, pty, select, struct, sys, termios

job = json.load(sys.stdin)
child, terminal = pty.fork()
if child == 0:
    if job["stdout"]:
        os.dup2(os.open(job["stdout"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 1)
    os.execve(job["argv"][0], job["argv"], job["env"])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
shown = b""
steps = list(job["steps"])
at = 0
while True:
    while steps and steps[0][0].encode() in shown[at:]:
        expected, typed = steps.pop(0)
        at = shown.index(expected.encode(), at) + len(expected.encode())
        os.write(terminal, b"\x03" if typed == "^C" else typed.encode())
    ready, _, _ = select.select([terminal], [], [], 30)
    if not ready:
        os.kill(child, 9)
        break
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    shown += data
_, status = os.waitpid(child, 0)
print(json.dumps({"code": os.waitstatus_to_exitcode(status), "shown": shown.decode("utf8", "replace")}))
