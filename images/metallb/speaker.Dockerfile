ARG BASE
FROM ${BASE}
COPY speaker /speaker
ENTRYPOINT ["/speaker"]
