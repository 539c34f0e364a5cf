#!/bin/sh
# Makes openssl-signatures.txt: signatures by OpenSSL in every admitted form (case C1), one a line, four fields with tabs between:
# name, content, signature file, certificate (the last three in base64). Run by hand when a form is added, and by the wide tests
# with a file of their own as argument; needs openssl 3.
set -eu
out=$(realpath "${1:-$(dirname "$0")/openssl-signatures.txt}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
printf 'A declaration\r\nof two lines\r\n' > content
b64() { openssl base64 -A -in "$1"; }

make_key() { # name, genpkey options
  name=$1
  shift
  openssl genpkey "$@" -out "$name.key" 2> /dev/null
  openssl req -x509 -new -key "$name.key" -subj "/O=Example/CN=$name" -days 3650 -sha256 -out "$name.crt" 2> /dev/null
  openssl x509 -in "$name.crt" -outform DER -out "$name.der"
}

line() { # vector name, key name
  printf '%s\t%s\t%s\t%s\n' "$1" "$(b64 content)" "$(b64 signature)" "$(b64 "$2.der")" >> vectors
}

sign() { # vector name, key name, cms options
  vector=$1
  key=$2
  shift 2
  openssl cms -sign -in content -signer "$key.crt" -inkey "$key.key" -outform DER -out signature "$@"
  line "$vector" "$key"
}

for bits in 2048 3072 4096; do make_key "rsa-$bits" -algorithm RSA -pkeyopt "rsa_keygen_bits:$bits"; done
for curve in P-256 P-384 P-521; do make_key "ec-$curve" -algorithm EC -pkeyopt "ec_paramgen_curve:$curve"; done
make_key rsa-pss-2048 -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048

for key in rsa-2048 rsa-3072 rsa-4096 ec-P-256 ec-P-384 ec-P-521; do
  for digest in sha256 sha384 sha512; do sign "$key $digest" "$key" -binary -md "$digest"; done
done
for key in rsa-2048 rsa-pss-2048; do
  for digest in sha256 sha384 sha512; do
    sign "$key $digest pss" "$key" -binary -md "$digest" -keyopt rsa_padding_mode:pss -keyopt "rsa_mgf1_md:$digest"
    sign "$key $digest pss salt of the digest's length" "$key" -binary -md "$digest" \
      -keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:-1
    sign "$key $digest pss noattr" "$key" -binary -noattr -md "$digest" -keyopt rsa_padding_mode:pss
  done
done
for key in rsa-2048 ec-P-256 ec-P-384 ec-P-521; do
  for digest in sha256 sha384 sha512; do sign "$key $digest noattr" "$key" -binary -noattr -md "$digest"; done
done
for key in rsa-2048 ec-P-256; do
  sign "$key nocerts" "$key" -binary -nocerts
  sign "$key nosmimecap" "$key" -binary -nosmimecap
  sign "$key text with CRLF" "$key"
  sign "$key with another certificate" "$key" -binary -certfile ec-P-384.crt
  openssl smime -sign -binary -md sha256 -in content -signer "$key.crt" -inkey "$key.key" -outform DER -out signature
  line "$key smime" "$key"
  openssl smime -sign -binary -md sha256 -in content -signer "$key.crt" -inkey "$key.key" -outform PEM -out signature
  line "$key smime pem" "$key"
  openssl cms -sign -binary -in content -signer "$key.crt" -inkey "$key.key" -outform PEM -out signature
  line "$key cms pem" "$key"
done
mv vectors "$out"
