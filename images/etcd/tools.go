//go:build tools

package images

import (
	_ "go.etcd.io/etcd/server/v3"
)
