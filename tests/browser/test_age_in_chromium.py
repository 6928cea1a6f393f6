"""Files go both ways between us and npm's age-encryption in Chromium: what the offline page of the drop will rely on.

No bundler and no server: the ES modules are answered from build/tools through the browser's own request interception.
"""

from __future__ import annotations

import base64
import os
import random
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from amparo.seal.age import HybridIdentity, KeyIdentity, X25519Identity, open_bytes, seal_bytes

MODULES = Path(__file__).resolve().parents[2] / "build/tools/node/node_modules"
ORIGIN = "https://amparo.test"
CHUNK = 64 * 1024
PAGE = """<!doctype html><script type="importmap">{"imports": {
"@noble/ciphers/": "/@noble/ciphers/", "@noble/curves/": "/@noble/curves/", "@noble/hashes/": "/@noble/hashes/",
"@noble/post-quantum/": "/@noble/post-quantum/", "@scure/base": "/@scure/base/index.js"}}</script>
<script type="module">
import * as age from "/age-encryption/dist/index.js";
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const text = (data) => { let out = ""; for (const one of data) out += String.fromCharCode(one); return btoa(out); };
window.seal = async (recipients, data) => {
  const encrypter = new age.Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return text(await encrypter.encrypt(bytes(data)));
};
window.unseal = async (identity, data) => {
  const decrypter = new age.Decrypter();
  decrypter.addIdentity(identity);
  return text(await decrypter.decrypt(bytes(data)));
};
window.ready = true;
</script>"""


def answer(route: Route) -> None:
    """The page, or a module of node_modules; nothing else exists."""
    path = route.request.url.removeprefix(ORIGIN + "/")
    file = (MODULES / path).resolve()
    if not path:
        route.fulfill(body=PAGE, content_type="text/html; charset=utf-8")
    elif file.is_relative_to(MODULES) and file.is_file():
        route.fulfill(body=file.read_bytes(), content_type="text/javascript")
    else:
        route.abort()


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Page:
    if not (MODULES / "age-encryption").exists():
        message = "npm's age-encryption is missing: run scripts/test-tools"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    page = chromium.new_page()
    page.route("**/*", answer)
    page.goto(ORIGIN + "/")
    page.wait_for_function("window.ready === true")
    return page


@pytest.mark.parametrize("kind", [X25519Identity, HybridIdentity])
@pytest.mark.parametrize("size", [0, 1, CHUNK, 2 * CHUNK + 1])
def test_files_go_both_ways(page: Page, kind: type[KeyIdentity], size: int) -> None:
    identities = [kind.generate() for _ in range(2)]
    plain = random.Random(size).randbytes(size)
    recipients = [str(identity.recipient) for identity in identities]
    sealed_there = page.evaluate("([to, data]) => seal(to, data)", [recipients, base64.b64encode(plain).decode()])
    sealed_here = seal_bytes(plain, [identity.recipient for identity in identities])
    for identity in identities:
        assert open_bytes(base64.b64decode(sealed_there), [identity]) == plain
        job = [identity.secret_text(), base64.b64encode(sealed_here).decode()]
        assert base64.b64decode(page.evaluate("([me, data]) => unseal(me, data)", job)) == plain
