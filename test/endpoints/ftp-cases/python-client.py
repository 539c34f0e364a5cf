"""
A client in the middle of an upload of 100,000 bytes, for what Node cannot do. Arguments: port, and what comes then.
die-control, die-data: waits to be killed; the kernel closes that connection first.
abort-*: gives the upload up in one of the ways of RFC 959 and prints the codes of all replies.
"""
import os
import re
import socket
import sys

port, deed = int(sys.argv[1]), sys.argv[2]
control = socket.create_connection(("127.0.0.1", port))
control.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
lines = control.makefile("r", newline="\r\n")


def code():
    return lines.readline()[:3]


def ask(line):
    control.sendall(line.encode() + b"\r\n")
    return lines.readline()


def begin():
    place = int(re.search(r"\|\|\|(\d+)\|", ask("EPSV")).group(1))
    data = socket.create_connection(("127.0.0.1", place))
    assert ask("STOR one").startswith("150")
    data.sendall(b"x" * 100_000)
    return data


def die(data):
    """Handles are closed in the order of their numbers."""
    order = (control, data) if deed == "die-control" else (data, control)
    for number, connection in zip((200, 201), order):
        os.dup2(connection.fileno(), number)
        os.close(connection.fileno())
    print("ready", flush=True)
    sys.stdin.read()


def abort():
    """As telnetlib would, as curl, lftp and ftplib do, and without any signal."""
    if deed.startswith("abort-telnet"):
        control.sendall(b"\xff\xf4\xff", socket.MSG_OOB)
        control.sendall(b"\xf2ABOR\r\n")
    elif deed.startswith("abort-synch"):
        control.sendall(b"\xff\xf4")
        control.sendall(b"\xff\xf2", socket.MSG_OOB)
        control.sendall(b"ABOR\r\n")
    elif deed.startswith("abort-ftplib"):
        control.sendall(b"ABOR\r\n", socket.MSG_OOB)
    elif deed.startswith("abort-inline"):
        control.sendall(b"\xff\xf4\xff\xf2ABOR\r\n")
    else:
        control.sendall(b"ABOR\r\n")


lines.readline()
ask("USER user")
ask("PASS correct-horse-7")
if deed.startswith("die"):
    die(begin())
else:
    data = begin()
    codes = []
    if deed.endswith("-late"):
        data.close()
        codes.append(code())
    abort()
    codes += [code() for _ in range(1 if deed.endswith("-late") else 2)]
    codes.append(ask("NOOP")[:3])
    codes.append(ask("SIZE one")[:3])
    print(" ".join(codes))
