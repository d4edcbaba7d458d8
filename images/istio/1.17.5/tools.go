//go:build tools

package images

import (
	_ "istio.io/istio/pilot/cmd/pilot-discovery"
	_ "istio.io/istio/pilot/cmd/pilot-agent"
	_ "istio.io/istio/istioctl/cmd/istioctl"
)
