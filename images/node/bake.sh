#!/bin/sh
# Runs in a container of the node's operating system: puts Kubernetes and the unpacked images in.
# /in has bin/ (programs of the node), images.tar (docker save) and names (what each image is to be called,
# "FROM TO" a line); /unpack is a volume, since overlayfs takes no upper directory on Docker's own overlay.
set -eu
version=$1
cp /in/bin/kubeadm /in/bin/kubelet /in/bin/kubectl /usr/bin/
cp /in/bin/istioctl /usr/local/bin/
echo "$version" > /kind/version

containerd --root /unpack --state /run/bake --address /run/bake.sock --log-level warn &
daemon=$!
ctr='ctr --address /run/bake.sock --namespace k8s.io'
tries=0
until $ctr version > /dev/null 2>&1; do
  tries=$((tries + 1))
  [ "$tries" -lt 100 ] || { echo 'containerd does not answer' >&2; exit 1; }
  sleep 0.1
done
$ctr images import --snapshotter overlayfs /in/images.tar
while read -r from to; do
  $ctr images tag "docker.io/$from" "$to"
done < /in/names
while read -r from to; do
  $ctr images remove "docker.io/$from" 2> /dev/null || true
done < /in/names
$ctr images list -q
kill "$daemon"
wait "$daemon" || true

# A whiteout means something to Docker's overlay too, so it cannot lie in a layer of the node image.
layers=/unpack/io.containerd.snapshotter.v1.overlayfs/snapshots
whiteouts=$(find "$layers" -type c)
[ -z "$whiteouts" ] || { echo "an image deletes files of its base: $whiteouts" >&2; exit 1; }

# The layers stay in the image, where all nodes of the host share them, in place of being copied into each
# node's /var; containerd follows the links. Their archives are emptied: containerd has unpacked them.
mkdir /kind/layers
cp -a "$layers"/. /kind/layers/
rm -rf "$layers"
mkdir "$layers"
for layer in /kind/layers/*; do ln -s "$layer" "$layers/"; done
find /unpack/io.containerd.content.v1.content/blobs -type f -size +64k -exec truncate --size 0 {} +
rm -rf /var/lib/containerd
mkdir -p /var/lib/containerd
cp -a /unpack/. /var/lib/containerd/
