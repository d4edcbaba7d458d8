# The container from which a person calls the lab, as the book calls from its own computer.
ARG BASE
FROM ${BASE}
ENTRYPOINT []
CMD ["sleep", "infinity"]
