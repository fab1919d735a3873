# One image for everything that is ours; docker-compose.yml says which part a container is.
FROM python:3.11.15-slim-bookworm AS base
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

FROM base AS build
ENV UV_PYTHON_DOWNLOADS=never \
    UV_NO_CACHE=1
WORKDIR /build
COPY constraints.txt ./
RUN python -m pip install --no-cache-dir --disable-pip-version-check "$(grep -E '^uv==' constraints.txt)" \
 && python -m venv --without-pip /opt/escucha
# What others wrote comes first: it changes seldom, so that a change of our code builds in seconds.
COPY pyproject.toml ./
COPY shared/pyproject.toml shared/
COPY services/survey/pyproject.toml services/survey/
COPY services/feedback-router/pyproject.toml services/feedback-router/
COPY services/scoring/pyproject.toml services/scoring/
COPY front/pyproject.toml front/
RUN uv pip compile --quiet --constraints constraints.txt --no-emit-index-url --no-emit-find-links \
      --no-annotate --no-header --no-emit-package escucha-shared --no-emit-package escucha-survey \
      --no-emit-package escucha-feedback-router --no-emit-package escucha-scoring --no-emit-package escucha-front \
      shared/pyproject.toml services/survey/pyproject.toml services/feedback-router/pyproject.toml \
      services/scoring/pyproject.toml front/pyproject.toml --output-file requirements.txt \
 && uv pip install --python /opt/escucha --no-deps --only-binary :all: --constraints constraints.txt -r requirements.txt
COPY shared shared
COPY services services
COPY front front
RUN uv pip install --python /opt/escucha --no-deps --build-constraints constraints.txt \
      ./shared ./services/survey ./services/feedback-router ./services/scoring ./front

FROM base
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin escucha
COPY --from=build /opt/escucha /opt/escucha
COPY deploy/hears.py /opt/escucha/hears.py
ENV PATH=/opt/escucha/bin:$PATH
USER 10001:10001
