module eastwest.dev/runtime

go 1.21
