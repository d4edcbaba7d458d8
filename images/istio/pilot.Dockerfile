# istiod. The user id is the one that Istio's manifests run it as.
ARG BASE
FROM ${BASE}
COPY pilot-discovery /usr/local/bin/pilot-discovery
USER 1337:1337
ENTRYPOINT ["/usr/local/bin/pilot-discovery"]
