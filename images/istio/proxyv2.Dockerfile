# The sidecar, the gateways and istio-init: Istio's agent with Envoy as its own project publishes it.
ARG BASE
FROM ${BASE}
ARG ISTIO_VERSION
RUN groupadd --gid 1337 istio-proxy \
    && useradd --uid 1337 --gid 1337 --no-create-home --shell /usr/sbin/nologin istio-proxy \
    && echo 'istio-proxy ALL=NOPASSWD: ALL' > /etc/sudoers.d/istio-proxy
COPY envoy_bootstrap_tmpl.json /var/lib/istio/envoy/envoy_bootstrap_tmpl.json
COPY envoy pilot-agent /usr/local/bin/
# istiod decides by this what a proxy understands, and proxy-status shows it.
ENV ISTIO_META_ISTIO_VERSION=${ISTIO_VERSION}
ENTRYPOINT ["/usr/local/bin/pilot-agent"]
