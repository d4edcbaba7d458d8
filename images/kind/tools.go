//go:build tools

package images

import (
	_ "sigs.k8s.io/kind"
)
