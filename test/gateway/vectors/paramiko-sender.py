"""A paramiko sender: puts files with confirmation, in the order given, or gets a whole folder; prints JSON."""
import json, os, socket, sys, paramiko

port, user, key_file, era, act, folder = int(sys.argv[1]), *sys.argv[2:7]
transport = paramiko.Transport(socket.create_connection(("127.0.0.1", port), 10),
                               disabled_algorithms={"pubkeys": ["rsa-sha2-512", "rsa-sha2-256"]} if era == "ssh-rsa" else None)
transport.banner_timeout = 5
transport.auth_timeout = 5
try:
    transport.connect(username=user, pkey=paramiko.RSAKey.from_private_key_file(key_file))
except paramiko.AuthenticationException as error:
    print(json.dumps({"refused": type(error).__name__}))
    sys.exit(0)
client = paramiko.SFTPClient.from_transport(transport)
if act == "put":
    sizes = [client.put(path, "/%s/%s" % (folder, os.path.basename(path)), confirm=True).st_size for path in sys.argv[7:]]
    print(json.dumps({"sizes": sizes}))
else:
    for name in client.listdir(folder):
        client.get("%s/%s" % (folder, name), os.path.join(sys.argv[7], name))
    print(json.dumps({"got": True}))
transport.close()
