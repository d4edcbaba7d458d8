#!/bin/bash
# Posts to --webhook-url when the ConfigMap that is mounted at --volume-dir has changed.
set -u
for argument; do
  case $argument in
    --volume-dir=*) folder=${argument#*=} ;;
    --webhook-url=*) url=${argument#*=} ;;
    *)
      echo "unknown argument $argument" >&2
      exit 2
      ;;
  esac
done
: "${folder:?is missing, give --volume-dir}" "${url:?is missing, give --webhook-url}"
trap 'exit 0' TERM INT

# The kubelet writes every version into a folder of its own and points the link ..data at the newest.
version() { readlink "$folder/..data"; }
known=$(version)
while true; do
  # A signal ends the wait at once; a sleep in the foreground would have to come to its end first.
  sleep 2 &
  wait $!
  newest=$(version)
  if [ "$newest" != "$known" ] && curl --fail --silent --show-error --request POST "$url"; then
    echo "told $url of $newest"
    known=$newest
  fi
done
