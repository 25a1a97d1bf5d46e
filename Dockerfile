# The server half of ReturnProof. compose.yaml runs it as web and as worker, beside a Redis.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY requirements/run.txt requirements/run.txt
RUN python -m venv /app && /app/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY setup.cfg setup.py pyproject.toml README.md LICENSE ./
COPY server server
COPY shared shared
RUN /app/bin/pip install --no-cache-dir "setuptools>=77" \
    && /app/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data returnproof \
    && install -d -o returnproof -g returnproof -m 700 /data
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    RETURNPROOF_DATA_DIR=/data \
    RETURNPROOF_HOST=0.0.0.0 \
    RETURNPROOF_PORT=8600
USER returnproof
VOLUME /data
EXPOSE 8600
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8600/healthz', timeout=4)"]
ENTRYPOINT ["returnproof"]
CMD ["serve"]
