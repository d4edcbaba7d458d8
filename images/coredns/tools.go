//go:build tools

package images

import (
	_ "github.com/coredns/coredns"
)
