ARG BASE
FROM ${BASE}
COPY controller /controller
ENTRYPOINT ["/controller"]
