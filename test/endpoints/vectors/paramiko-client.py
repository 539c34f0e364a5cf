"""What a paramiko client does: put with confirmation, listing, reading, appending, refusals; prints JSON."""
import io, json, socket, sys, paramiko

port, user, key_file, path, mode = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5]
transport = paramiko.Transport(socket.create_connection(("127.0.0.1", port), 10),
                               disabled_algorithms={"pubkeys": ["rsa-sha2-512", "rsa-sha2-256"]} if mode == "legacy" else None)
transport.banner_timeout = 5
transport.auth_timeout = 5
key = paramiko.RSAKey.from_private_key_file(key_file)
try:
    transport.connect(username=user, pkey=key)
except paramiko.AuthenticationException as error:
    print(json.dumps({"refused": type(error).__name__}))
    sys.exit(0)
client = paramiko.SFTPClient.from_transport(transport)
said = {}
data = bytes(range(256)) * 4000
said["put"] = client.putfo(io.BytesIO(data), path, confirm=True).st_size
with client.open(path, "a") as file:
    file.write(b"tail")
with client.open(path, "rb") as file:
    file.prefetch()
    said["same"] = file.read() == data + b"tail"
said["listed"] = path.rsplit("/", 1)[1] in client.listdir(path.rsplit("/", 1)[0])
said["home"] = client.normalize(".")
try:
    client.stat(path + ".none")
except IOError as error:
    said["missing"] = error.errno
client.remove(path)
transport.close()
print(json.dumps(said))
