# The worker. Context: the folder above.
ARG PYTHON_IMAGE=python:3.12.15-slim-trixie

FROM ${PYTHON_IMAGE} AS build
WORKDIR /app
RUN python -m venv --without-pip /opt/venv
COPY requirements/base.txt requirements/base.txt
RUN pip --python /opt/venv/bin/python install --no-cache-dir --disable-pip-version-check \
        --require-hashes --no-deps --only-binary :all: --requirement requirements/base.txt \
    && pip --python /opt/venv/bin/python check
COPY src/dataset_processor src/dataset_processor
RUN python -m compileall -q src

FROM ${PYTHON_IMAGE}
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-create-home --home-dir /app --shell /usr/sbin/nologin app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/app/src \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    NUMBA_CACHE_DIR=/tmp
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app/src src
USER 10001:10001
ENTRYPOINT ["python", "-m", "dataset_processor"]
CMD ["worker"]
