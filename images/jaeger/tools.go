//go:build tools

package images

import _ "github.com/jaegertracing/jaeger/cmd/all-in-one"
