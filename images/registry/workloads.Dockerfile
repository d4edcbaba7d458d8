# The lab's sample workloads over Istio's proxy image, which has curl, tcpdump, iproute2 and sudo in it and is in the
# lab anyway, with the program `node` out of Node's own image. The first argument, or APP, chooses what a container is.
ARG PROGRAM
ARG BASE
FROM ${PROGRAM} AS program
FROM ${BASE}
USER 0
COPY --from=program /usr/local/bin/node /usr/local/bin/node
COPY app/ /app/
WORKDIR /app
ENTRYPOINT ["node", "/app/main.js"]
