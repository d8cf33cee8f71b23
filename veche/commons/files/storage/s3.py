"""A small client of S3 stores: path-style addresses, AWS Signature Version 4.

https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import httpx
from django.utils.translation import gettext_lazy as _

from veche.kernel import clock
from veche.kernel.errors import Problem

TRIES = 3
PIECE = 256 * 1024


@dataclass(frozen=True)
class SigningKey:
    """Who asks, and for which region."""

    access_key: str
    secret_key: str
    region: str

    def sign(self, day: str, text: str) -> str:
        """Hex HMAC-SHA-256 of a string to sign, under the key derived for that day."""
        key = f"AWS4{self.secret_key}".encode()
        for part in (day, self.region, "s3", "aws4_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Request:
    """One request before it is signed; `query` holds plain values."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    content_type: str = ""


def signed_headers(key: SigningKey, host: str, request: Request, at: datetime) -> dict[str, str]:
    """Headers of a request, its signature among them."""
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    digest = hashlib.sha256(request.body).hexdigest()
    headers = {"host": host, "x-amz-content-sha256": digest, "x-amz-date": stamp}
    if request.content_type:
        headers["content-type"] = request.content_type
    names = ";".join(sorted(headers))
    canonical = "\n".join(
        (
            request.method,
            quote(request.path, safe="/-_.~"),
            query_text(request.query),
            *(f"{name}:{headers[name]}" for name in sorted(headers)),
            "",
            names,
            digest,
        )
    )
    scope = f"{stamp[:8]}/{key.region}/s3/aws4_request"
    hashed = hashlib.sha256(canonical.encode()).hexdigest()
    signature = key.sign(stamp[:8], f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashed}")
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={key.access_key}/{scope}, "
        f"SignedHeaders={names}, Signature={signature}"
    )
    return headers


def query_text(query: tuple[tuple[str, str], ...]) -> str:
    """Sorted and strictly encoded, the same in the address and under the signature."""
    return "&".join(f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in sorted(query))


@lru_cache(maxsize=1)
def _client() -> httpx.Client:
    wait = httpx.Timeout(20, connect=5)
    return httpx.Client(timeout=wait, follow_redirects=False, trust_env=False)


class Bucket:
    """One town's part of a bucket: all its keys begin with the town's slug."""

    def __init__(self, endpoint: str, bucket: str, key: SigningKey, *, prefix: str) -> None:
        self.endpoint = endpoint.rstrip("/")
        self.bucket = bucket
        self.key = key
        self.prefix = prefix

    def put(self, key: str, data: bytes, content_type: str) -> None:
        self._expect(Request("PUT", self._path(key), (), data, content_type), 200, 201, 204)

    def read(self, key: str) -> bytes | None:
        response = self._expect(Request("GET", self._path(key)), 200, 404)
        return response.content if response.status_code == 200 else None

    def chunks(self, key: str) -> Iterator[bytes] | None:
        data = self.read(key)  # at most 20 MB; a stream held open across a slow reader is worse
        if data is None:
            return None
        return (data[start : start + PIECE] for start in range(0, len(data), PIECE))

    def has(self, key: str) -> bool:
        return self._expect(Request("HEAD", self._path(key)), 200, 404).status_code == 200

    def delete(self, key: str) -> None:
        self._expect(Request("DELETE", self._path(key)), 200, 204, 404)

    def listing(self) -> Iterator[tuple[str, datetime]]:
        token = ""
        while True:
            query = [("list-type", "2"), ("prefix", f"{self.prefix}/")]
            if token:
                query.append(("continuation-token", token))
            response = self._expect(Request("GET", f"/{self.bucket}", tuple(query)), 200)
            found = ElementTree.fromstring(response.content)
            for item in found.iterfind("{*}Contents"):
                written_at = datetime.fromisoformat(item.findtext("{*}LastModified", ""))
                yield item.findtext("{*}Key", "").removeprefix(f"{self.prefix}/"), written_at
            token = found.findtext("{*}NextContinuationToken", "")
            if not token:
                return

    def _path(self, key: str) -> str:
        return f"/{self.bucket}/{self.prefix}/{key}"

    def _expect(self, request: Request, *statuses: int) -> httpx.Response:
        """Every request here may be repeated, so a silent or stumbling store is asked again."""
        host = urlsplit(self.endpoint).netloc
        query = query_text(request.query)
        address = f"{self.endpoint}{quote(request.path, safe='/-_.~')}" + (query and f"?{query}")
        for _try in range(TRIES):
            headers = signed_headers(self.key, host, request, clock.now())
            try:
                response = _client().request(
                    request.method, address, headers=headers, content=request.body
                )
            except httpx.TransportError:
                continue
            if response.status_code in statuses:
                return response
            if response.status_code < 500:
                break
        raise Problem(
            _("Хранилище файлов не отвечает"),
            advice=_("Попробуйте ещё раз через минуту: ваша запись не пострадала."),
            status=503,
            code="file-store",
        )
