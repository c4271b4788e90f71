"""nginx and Caddy, where they are installed, run as docs/operating.md says."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Protocol

from tests.architecture.shape import ROOT

NGINX = """daemon off;
pid {folder}/nginx.pid;
error_log stderr;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{documented}
}}
"""


class Proxy(Protocol):
    def start(self) -> None: ...
    def stop(self) -> None: ...


class Installed:
    """A proxy that is a program of its own."""

    def __init__(self, command: list[str], *, log: Path) -> None:
        self._command, self._log = command, log

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stderr=self._log.open("ab"), stdout=subprocess.DEVNULL)
        time.sleep(0.2)
        assert self._process.poll() is None, self._log.read_text()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)


def found() -> list[str]:
    """Which of them this machine has."""
    return [name for name in ("nginx", "caddy") if shutil.which(name)]


def nginx(folder: Path, port: int, *, web: int, live: int, certificate: Path) -> Proxy:
    text = _documented("nginx")
    text = _with_ports(text, web, live).replace("listen 80;", f"listen 127.0.0.1:{port + 1};")
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;")
    text = re.sub(r"ssl_certificate .*;", f"ssl_certificate {certificate};", text)
    text = re.sub(r"ssl_certificate_key .*;", f"ssl_certificate_key {certificate};", text)
    file = folder / "nginx.conf"
    file.write_text(NGINX.format(folder=folder, documented=text))
    return Installed(["nginx", "-p", str(folder), "-e", "stderr", "-c", str(file)], log=folder / "nginx.log")


def caddy(folder: Path, port: int, *, web: int, live: int, certificate: Path) -> Proxy:
    text = _with_ports(_documented("caddy"), web, live)
    site = f"https://shop.example.test:{port} {{\n\tbind 127.0.0.1\n\ttls {certificate} {certificate}"
    file = folder / "Caddyfile"
    file.write_text("{\n\tadmin off\n\tauto_https off\n}\n" + text.replace("shop.example {", site, 1))
    return Installed(["caddy", "run", "--adapter", "caddyfile", "--config", str(file)], log=folder / "caddy.log")


def _documented(language: str) -> str:
    page = (ROOT / "docs" / "operating.md").read_text("utf-8")
    block = page.split(f"```{language}\n")[1].split("```")[0]
    return block.replace("server_name shop.example;", "server_name shop.example.test;")


def _with_ports(text: str, web: int, live: int) -> str:
    assert "127.0.0.1:8000" in text
    assert "127.0.0.1:8001" in text
    return text.replace("127.0.0.1:8000", f"127.0.0.1:{web}").replace("127.0.0.1:8001", f"127.0.0.1:{live}")
