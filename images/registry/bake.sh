#!/bin/sh
# Runs in a container of the official kindest/node: puts the lab's images in, unpacked, and unpacks the node's own.
# /in has images.tar (docker save), names (what each image is to be called, "FROM TO" a line), istioctl and files/;
# /unpack is a volume, since overlayfs takes no upper directory on Docker's own overlay. The argument is the name of
# Istio's proxy image: what kind of proxy is in it goes to /kind/eastwest-proxy.
set -eu
proxy=$1
cp /in/istioctl /usr/local/bin/
cp -a /in/files/. /
chmod 0755 /kind/bin/write-pod-network

cp -a /var/lib/containerd/. /unpack/
containerd --root /unpack --state /run/bake --address /run/bake.sock --log-level warn &
daemon=$!
ctr='ctr --address /run/bake.sock --namespace k8s.io'
tries=0
until $ctr version > /dev/null 2>&1; do
  tries=$((tries + 1))
  [ "$tries" -lt 100 ] || { echo 'containerd does not answer' >&2; exit 1; }
  sleep 0.1
done
# Not --all-platforms: an archive may name platforms whose content is not in it.
$ctr images import --no-unpack /in/images.tar
while read -r from to; do
  $ctr images tag "docker.io/$from" "$to"
done < /in/names
while read -r from to; do
  $ctr images remove "docker.io/$from" 2> /dev/null || true
done < /in/names

blobs=/unpack/io.containerd.content.v1.content/blobs/sha256
case $(uname -m) in aarch64) arch=arm64 ;; *) arch=amd64 ;; esac

blob() { echo "$blobs/${1#sha256:}"; }

# The manifest for this machine of what an image's name leads to, which may be a list of them.
manifest_of() {
  inner=$(jq -r --arg arch "$arch" \
    '[.manifests[]? | select(.platform == null or .platform.architecture == $arch)][0].digest // empty' \
    "$(blob "$1")")
  if [ -n "$inner" ]; then manifest_of "$inner"; else echo "$1"; fi
}

layers_of() { jq -r '.layers[].digest' "$(blob "$(manifest_of "$1")")"; }

# A whiteout in a layer means something to Docker's overlay too, so an unpacked one cannot lie in the node image.
has_whiteout() {
  for layer in $(layers_of "$1"); do
    if tar -tf "$(blob "$layer")" | grep -Eq '(^|/)\.wh\.'; then return 0; fi
  done
  return 1
}

# What kind of proxy it is: Istio's own build has filters that the project's own does not know.
for layer in $(layers_of "$($ctr images list "name==$proxy" | awk 'NR == 2 {print $3}')"); do
  path=$(tar -tf "$(blob "$layer")" | grep -E '^(\./)?usr/local/bin/envoy$' || true)
  [ -n "$path" ] || continue
  tar -xOf "$(blob "$layer")" "$path" > /tmp/envoy
  chmod 0755 /tmp/envoy
  kind=stock-envoy
  if grep -aqE 'istio_authn|istio\.alpn|istio\.stats|metadata_exchange' /tmp/envoy; then kind=istio-proxy; fi
  version=$(/tmp/envoy --version 2> /dev/null | sed -n 's|.*version: [0-9a-f]*/\([^/]*\)/.*|\1|p')
  echo "$kind ${version:-unknown}" > /kind/eastwest-proxy
  rm /tmp/envoy
done
cat /kind/eastwest-proxy

# Unpacked wherever that is possible; the archives of the others stay, and containerd unpacks them in the node.
$ctr images list | awk 'NR > 1 {print $3}' | sort -u > /tmp/images
: > /tmp/packed
while read -r digest; do
  if has_whiteout "$digest"; then
    echo "left packed: $digest"
    layers_of "$digest" >> /tmp/packed
  else
    $ctr snapshots --snapshotter overlayfs unpack "$digest" > /dev/null
  fi
done < /tmp/images
$ctr images list -q
kill "$daemon"
wait "$daemon" || true

# The layers stay in the image, where all nodes of the host share them, in place of being copied into each node's
# /var; containerd follows the links. The archives of what is unpacked are emptied.
layers=/unpack/io.containerd.snapshotter.v1.overlayfs/snapshots
mkdir -p /kind/layers "$layers"
cp -a "$layers"/. /kind/layers/
rm -rf "$layers"
mkdir "$layers"
for layer in /kind/layers/*; do
  [ ! -e "$layer" ] || ln -s "$layer" "$layers/"
done
find "$blobs" -type f -size +64k | while read -r file; do
  if ! grep -q "$(basename "$file")" /tmp/packed; then truncate --size 0 "$file"; fi
done
rm -rf /var/lib/containerd /tmp/images /tmp/packed
mkdir -p /var/lib/containerd
cp -a /unpack/. /var/lib/containerd/
