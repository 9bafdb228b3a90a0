#!/bin/sh
# Over TLS pages come, cookies are for HTTPS alone, and who speaks plain HTTP to it gets nothing; a key that is no certificate is refused.
command -v openssl >/dev/null && command -v python3 >/dev/null || { echo "no openssl or no python3: skipped"; exit 77; }
scratch=$(mktemp -d "${TMPDIR:-/tmp}/tls-web.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' 0
. "$top_srcdir/tests/web/serve.sh"
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$scratch/key.pem" -out "$scratch/cert.pem" -days 2 -subj /CN=localhost 2>"$scratch/out" ||
  { cat "$scratch/out"; exit 1; }
review-init "$scratch/t.review" --protocol "$top_srcdir/tests/data/protocol/small.xml" --as lead >"$scratch/out" 2>&1 || { cat "$scratch/out"; exit 1; }
if review-serve "$scratch/t.review" --port 0 --tls-cert "$scratch/key.pem" 2>"$scratch/out"; then echo 'a key was taken for a certificate'; exit 1; fi
grep -q 'a pair in PEM' "$scratch/out" || { cat "$scratch/out"; exit 1; }
serve "$scratch/t.review" --tls-cert "$scratch/cert.pem" --tls-key "$scratch/key.pem"
python3 - "$url" "$scratch/cert.pem" <<'END'
import http.client, socket, ssl, sys, urllib.parse
at = urllib.parse.urlsplit(sys.argv[1])
assert at.scheme == 'https', sys.argv[1]
trust = ssl.create_default_context(cafile=sys.argv[2])
trust.check_hostname = False
c = http.client.HTTPSConnection(at.hostname, at.port, context=trust, timeout=30)
c.request('GET', '/login', headers={'Host': 'localhost:%d' % at.port})
r = c.getresponse()
body = r.read().decode()
cookie = r.getheader('Set-Cookie') or ''
assert r.status == 200 and 'name="password"' in body, r.status
assert cookie.startswith('__Host-') and '; Secure' in cookie and '; HttpOnly' in cookie and 'SameSite=' in cookie, cookie
assert r.getheader('Strict-Transport-Security'), r.getheaders()
plain = socket.create_connection((at.hostname, at.port), timeout=30)
plain.sendall(b'GET /login HTTP/1.1\r\nHost: localhost:%d\r\n\r\n' % at.port)
got = plain.recv(4096)
assert not got.startswith(b'HTTP/1.1 200'), got
print('TLS', c.sock.version() if c.sock else 'closed')
END
