"""An ftplib sender: puts files in the order given, or gets a whole folder; FTPS data connections resume the TLS session."""
import ftplib, os, ssl, sys

host, port, user, password, authority, act, folder = sys.argv[1], int(sys.argv[2]), *sys.argv[3:8]


class ResumingFTPS(ftplib.FTP_TLS):
    """The library's own class makes a new session for each data connection, which careful servers refuse."""

    def ntransfercmd(self, cmd, rest=None):
        connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        return self.context.wrap_socket(connection, server_hostname=self.host, session=self.sock.session), size


if authority == "none":
    client = ftplib.FTP(timeout=30)
else:
    client = ResumingFTPS(timeout=30, context=ssl.create_default_context(cafile=authority))
client.connect(host, port)
client.login(user, password)
if authority != "none":
    client.prot_p()
client.cwd(folder)
if act == "put":
    for path in sys.argv[8:]:
        with open(path, "rb") as file:
            client.storbinary("STOR " + os.path.basename(path), file)
else:
    for name, _ in client.mlsd():
        with open(os.path.join(sys.argv[8], name), "wb") as file:
            client.retrbinary("RETR " + name, file.write)
client.quit()
